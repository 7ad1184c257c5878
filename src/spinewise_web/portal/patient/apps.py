"""The patient's screens as a Django application; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class PatientConfig(AppConfig):
    """Pages for patients and those who care for them."""

    name = "spinewise_web.portal.patient"
    label = "patient"
