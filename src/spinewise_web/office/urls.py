"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from spinewise_web.office import customs, data, patients, people, record

app_name = "office"
urlpatterns = [
    path("office/", people.people, name="people"),
    path("office/patients/", patients.patients, name="patients"),
    path("office/patients/register/", patients.register, name="register"),
    path("office/patients/<uuid:person_id>/", patients.person, name="person"),
    path("office/clinic/", customs.customs, name="customs"),
    path("office/record/", record.record, name="record"),
    path("office/data/", data.data, name="data"),
]
