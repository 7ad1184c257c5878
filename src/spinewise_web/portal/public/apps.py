"""The public pages as a Django application; it has no tables."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Pages for anybody."""

    name = "spinewise_web.portal.public"
    label = "public"
