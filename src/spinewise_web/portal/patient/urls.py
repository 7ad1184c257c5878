"""Addresses of the patient's pages. Each names the person it is about; nobody else's person is found there."""

from __future__ import annotations

from django.urls import path

from spinewise_web.portal.patient import also, care, contact, course, do, log, questions, today

app_name = "portal"
urlpatterns = [
    path("today/", today.whose_day, name="today"),
    path("p/<uuid:person_id>/today/", today.today, name="day"),
    path("p/<uuid:person_id>/do/<path:exercise>/", do.do, name="do"),
    path("p/<uuid:person_id>/log/", log.log, name="log"),
    path("p/<uuid:person_id>/questions/<slug:which>/", questions.ask, name="questions"),
    path("p/<uuid:person_id>/flare-up/", care.flare_up, name="flare_up"),
    path("p/<uuid:person_id>/went/", care.went, name="went"),
    path("p/<uuid:person_id>/note.pdf", care.note, name="note"),
    path("p/<uuid:person_id>/progress/", course.progress, name="progress"),
    path("p/<uuid:person_id>/learn/", course.learn, name="learn"),
    path("p/<uuid:person_id>/learn/<path:lesson>/", course.lesson, name="lesson"),
    path("p/<uuid:person_id>/messages/", contact.messages, name="messages"),
    path("p/<uuid:person_id>/settings/", contact.settings, name="settings"),
    path("p/<uuid:person_id>/settings/reminders/", contact.reminders, name="reminders"),
    path("p/<uuid:person_id>/settings/data.json", contact.take_along, name="data"),
    path("p/<uuid:person_id>/settings/also/", also.also, name="also"),
    path("p/<uuid:person_id>/settings/erase/", contact.erase, name="erase"),
]
