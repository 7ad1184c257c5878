"""The design system as a Django application."""

from __future__ import annotations

from gettext import NullTranslations

from django.apps import AppConfig
from django.utils.translation import get_language, to_locale

from spinewise.language import SPEECH, catalogue_of


class DesignConfig(AppConfig):
    """Templates and static files that every screen builds on."""

    name = "spinewise_web.design"
    label = "design"

    def ready(self) -> None:
        SPEECH.asks = catalogue_of_the_page


def catalogue_of_the_page() -> NullTranslations:
    """The core speaks the language that Django speaks at this moment: on a page, in a mail, in a round."""
    return catalogue_of(to_locale(get_language() or ""))
