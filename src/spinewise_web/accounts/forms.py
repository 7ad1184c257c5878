"""The sign-in library's forms, with errors that say what to do. Which form is whose stands in the settings."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django.utils.translation import gettext_lazy as _

ADDRESS = _("Enter your e-mail address, like name@example.org")
SHORTER = _("Enter an address of at most 254 letters")
PASSKEY = _("Use your passkey, and try again")
WORDS: dict[str, dict[str, Any]] = {
    "login": {"required": ADDRESS, "invalid": ADDRESS, "max_length": SHORTER},
    "email": {"required": ADDRESS, "invalid": ADDRESS, "max_length": SHORTER},
    "password": {"required": _("Enter your password")},
    "oldpassword": {"required": _("Enter the password that you have now")},
    "password1": {"required": _("Enter a new password")},
    "password2": {"required": _("Enter the new password once more")},
    "code": {"required": _("Enter the code")},
    "name": {"required": _("Give the passkey a name")},
    "credential": {"required": PASSKEY, "invalid": PASSKEY},
}


class InOurWords:
    """A form whose fields say what to do instead of what is wrong."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages |= WORDS.get(name, {})


class Login(InOurWords, account.LoginForm):  # type: ignore[misc]  # the library tells no types
    """E-mail address and password."""


class AddEmail(InOurWords, account.AddEmailForm):  # type: ignore[misc]
    """One more address."""


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The password now, and the new one twice."""


class SetPassword(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPassword(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password goes."""


class ResetPasswordFromKey(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password behind that link."""


class Reauthenticate(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class Code(InOurWords, second.AuthenticateForm):  # type: ignore[misc]
    """The second factor of a sign-in."""


class CodeAgain(InOurWords, second.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""


class ActivateCodes(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""


class AddPasskey(InOurWords, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""


class RenamePasskey(InOurWords, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """What a passkey is called."""


class Passkey(InOurWords, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor."""


class PasskeyAlone(InOurWords, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class PasskeyAgain(InOurWords, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more."""
