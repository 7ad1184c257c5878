"""Coming in as one of the demo's people; nothing is here when this is no demo."""

from __future__ import annotations

from django.urls import path

from spinewise_web.demo.sign_in import be, sign_in

app_name = "demo"
urlpatterns = [
    path("demo/", sign_in, name="sign_in"),
    path("demo/be/", be, name="be"),
]
