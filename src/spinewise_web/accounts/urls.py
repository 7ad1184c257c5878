"""Addresses of sign-in by link; passwords and second factors are the library's."""

from __future__ import annotations

from django.urls import path

from spinewise_web.accounts.links import ask_for_link, link_sent, sign_in_by_link

urlpatterns = [
    path("link/", ask_for_link, name="ask_for_link"),
    path("link/sent/", link_sent, name="sign_in_link_sent"),
    path("link/<str:token>/", sign_in_by_link, name="sign_in_by_link"),
]
