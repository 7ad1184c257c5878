"""The reader's look, and the gallery of components."""

from __future__ import annotations

from django.urls import path

from spinewise_web.design.gallery import gallery
from spinewise_web.design.look import choose_look

app_name = "design"
urlpatterns = [
    path("look/", choose_look, name="look"),
    path("components/", gallery, name="components"),
]
