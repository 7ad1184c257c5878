"""Where sign-in differs from what its library does by itself."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

CODE_AGAIN = _("Look at the code again and enter the one that is shown now.")
OPEN_THE_LINK = _("Open the link in the mail that we sent to your address first.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library tells no types
    """Nobody signs up by themselves: an account begins with an invitation. Errors say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ask your clinic: this account is closed."),
        "cannot_remove_primary_email": _("Make another address the main one first."),
        "duplicate_email": _("Enter another address. This one is yours already."),
        "email_password_mismatch": _("Check your e-mail address and your password, and try again."),
        "email_taken": _("Enter another address. Somebody uses this one already."),
        "enter_current_password": _("Check the password that you have now, and enter it again."),
        "incorrect_code": CODE_AGAIN,
        "incorrect_password": _("Check your password, and enter it again."),
        "invalid_login": _("Check your e-mail address and your password, and try again."),
        "invalid_or_expired_key": _("Ask for a new link. This one is used up or too old."),
        "invalid_password_reset": _("Ask for a new link. This one is used up or too old."),
        "max_email_addresses": _("Take one address away first. %d is the most."),
        "rate_limited": _("Wait a moment, then try again."),
        "same_as_current": _("Enter something else. This is what you have now."),
        "too_many_login_attempts": _("Wait a while, then try again. There were too many attempts."),
        "unknown_email": _("Check the address. No account has this one."),
        "unverified_primary_email": OPEN_THE_LINK,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library tells no types
    """Secrets of second factors are not readable in the database or in a backup of it. Errors say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Take the second step away before you add an address."),
        "cannot_delete_authenticator": _("Set up another second step before you take this one away."),
        "cannot_generate_recovery_codes": _("Set up codes or a passkey first."),
        "incorrect_code": CODE_AGAIN,
        "unverified_email": OPEN_THE_LINK,
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
