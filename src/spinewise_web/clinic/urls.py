"""Addresses of the clinician's pages. Each names the row it is about; somebody else's row is not found there."""

from __future__ import annotations

from django.urls import path

from spinewise_web.clinic import assess, contact, patient, plan, today

app_name = "clinic"
urlpatterns = [
    path("clinic/", today.today, name="today"),
    path("clinic/alerts/<uuid:alert_id>/", contact.take_up, name="take_up"),
    path("clinic/p/<uuid:person_id>/", patient.patient, name="patient"),
    path("clinic/p/<uuid:person_id>/message/", contact.message, name="message"),
    path("clinic/p/<uuid:person_id>/cleared/", contact.cleared, name="cleared"),
    path("clinic/p/<uuid:person_id>/plan/", plan.plan, name="plan"),
    path("clinic/p/<uuid:person_id>/assess/", assess.assess, name="assess"),
]
