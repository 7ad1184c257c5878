"""Addresses of the clinician's pages. Each names the row it is about; somebody else's row is not found there."""

from __future__ import annotations

from django.urls import path

from spinewise_web.clinic import assess, contact, discharge, patient, today
from spinewise_web.clinic.coming import details, letters, referral, registering
from spinewise_web.clinic.library import own
from spinewise_web.clinic.library import pages as library
from spinewise_web.clinic.plan import page as plan
from spinewise_web.clinic.visit import consents, session, treatments
from spinewise_web.clinic.visit import kept as visit

app_name = "clinic"
urlpatterns = [
    path("clinic/", today.today, name="today"),
    path("clinic/alerts/<uuid:alert_id>/", contact.take_up, name="take_up"),
    path("clinic/alerts/<uuid:alert_id>/went/", today.went, name="went"),
    path("clinic/p/<uuid:person_id>/", patient.patient, name="patient"),
    path("clinic/p/<uuid:person_id>/message/", contact.message, name="message"),
    path("clinic/p/<uuid:person_id>/cleared/", contact.cleared, name="cleared"),
    path("clinic/p/<uuid:person_id>/plan/", plan.plan, name="plan"),
    path("clinic/p/<uuid:person_id>/plan.pdf", plan.handout_on_paper, name="handout"),
    path("clinic/p/<uuid:person_id>/assess/", assess.assess, name="assess"),
    path("clinic/library/", library.library, name="library"),
    path("clinic/library/entry/", library.entry, name="entry"),
    path("clinic/library/figure.svg", library.figure, name="figure"),
    path("clinic/own/", own.own, name="own"),
    path("clinic/own/exercise/", own.exercise, name="own_exercise"),
    path("clinic/register/", registering.register, name="register"),
    path("clinic/p/<uuid:person_id>/discharge/", discharge.discharge, name="discharge"),
    path("clinic/p/<uuid:person_id>/details/", details.details, name="details"),
    path("clinic/p/<uuid:person_id>/referral/", referral.letters, name="letters"),
    path("clinic/p/<uuid:person_id>/letter/", letters.letter, name="letter"),
    path("clinic/p/<uuid:person_id>/letter.pdf", referral.letter_pdf, name="letter_pdf"),
    path("clinic/p/<uuid:person_id>/session/", session.session, name="session"),
    path("clinic/p/<uuid:person_id>/visits/<uuid:visit_id>/", visit.visit, name="visit"),
    path("clinic/p/<uuid:person_id>/treatments/", treatments.treatments, name="treatments"),
    path("clinic/p/<uuid:person_id>/consents/", consents.consents, name="consents"),
]
