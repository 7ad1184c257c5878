"""What a password must be, said as what to do. The checks are Django's."""

from __future__ import annotations

from django.contrib.auth import password_validation as checks
from django.utils.translation import gettext as _


class LongEnough(checks.MinimumLengthValidator):
    """Length is what counts."""

    def get_error_message(self) -> str:
        said = _("Choose a password of at least %(count)s characters. Three or four words in a row are easy to keep.")
        return said % {"count": self.min_length}


class NotCommon(checks.CommonPasswordValidator):
    """Not one of those that are tried first."""

    def get_error_message(self) -> str:
        return _("Choose another password. This one is among those that are tried first.")


class NotYourName(checks.UserAttributeSimilarityValidator):
    """Not what everybody knows about somebody."""

    def get_error_message(self) -> str:
        return _("Choose a password without your name or your e-mail address in it.")
