"""The clinician's screens as a Django application; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Pages for those who treat."""

    name = "spinewise_web.clinic"
    label = "clinic"
