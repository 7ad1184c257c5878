"""Every address. All of them need a signed-in person, but for those that say `login_not_required`."""

from __future__ import annotations

from django.urls import include, path

from spinewise_web.config.health import health
from spinewise_web.config.home import home
from spinewise_web.config.joining import join

handler500 = "spinewise_web.config.typed.gone_wrong"
urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("", include("spinewise_web.design.urls")),
    path("", include("spinewise_web.portal.public.urls")),
    path("", include("spinewise_web.portal.patient.urls")),
    path("", include("spinewise_web.clinic.urls")),
    path("", include("spinewise_web.office.urls")),
    path("", include("spinewise_web.demo.urls")),
    path("join/<str:token>/", join, name="join"),
    path("accounts/", include("spinewise_web.accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
