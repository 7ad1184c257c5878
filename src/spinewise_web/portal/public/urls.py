"""Addresses of the pages that need no account."""

from __future__ import annotations

from django.urls import path

from spinewise_web.portal.public import views

app_name = "public"
urlpatterns = [
    path("check/", views.start, name="start"),
    path("check/result/", views.result, name="result"),
    path("check/agree/", views.agree, name="agree"),
    path("check/from-file/", views.from_file, name="from_file"),
    path("check/move/<path:exercise>/", views.move, name="move"),
    path("check/forget/", views.forget, name="forget"),
    path("check/answers.yaml", views.answers_file, name="answers_file"),
    path("check/on-paper.pdf", views.paper, name="paper"),
    path("check/note.pdf", views.note, name="note"),
    path("check/<slug:screen>/", views.screen, name="screen"),
    path("first-visit/", views.first_visit, name="first_visit"),
    path("may-i/", views.may_i, name="may_i"),
]
