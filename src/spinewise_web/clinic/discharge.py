"""Discharge: why, what they keep doing, and that nothing waits that has to be looked into first."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spinewise_web.clinic.forms import CHOOSE, DeskForm, text
from spinewise_web.clinic.pages import Desk, desk_page
from spinewise_web.design.answers import CONFLICT, UNREADABLE
from spinewise_web.records.actions.base import NotAllowed
from spinewise_web.records.actions.episodes import close_episode, why_not_yet
from spinewise_web.records.models import Episode

MORE_LETTERS, GOES_ON_LETTERS = 150, 4000
OUTCOMES = {
    "reached": gettext_lazy("Goals reached"),
    "partly": gettext_lazy("Better, goals reached in part"),
    "unchanged": gettext_lazy("No further change expected"),
    "elsewhere": gettext_lazy("Goes on elsewhere"),
    "own_wish": gettext_lazy("Their own wish"),
    "stopped": gettext_lazy("No longer comes"),
}


class DischargeForm(DeskForm):
    """Why it ends, and what the person does by themselves from here."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=tuple(OUTCOMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ended"), "invalid_choice": CHOOSE},
    )
    more = text(gettext_lazy("More about it"), most=MORE_LETTERS, hint=gettext_lazy("For the record, if you like."))
    goes_on = text(
        gettext_lazy("What they keep doing"),
        most=GOES_ON_LETTERS,
        rows=5,
        hint=gettext_lazy("To them, in your words. They read it among their messages."),
    )

    @property
    def because(self) -> str:
        """Why it ended, in a line."""
        said = self.cleaned_data
        return ": ".join(filter(None, (str(OUTCOMES[said["outcome"]]), said["more"].strip())))


@desk_page("GET", "HEAD", "POST")
def discharge(desk: Desk) -> HttpResponse:
    """The form, or what comes first; the button ends the episode and its plans."""
    episode = desk.standing.episode
    if episode is None:
        return desk.go("patient")
    if desk.request.method != "POST":
        return _shown(desk, episode, DischargeForm())
    form = DischargeForm(desk.request.POST)
    if not form.is_valid():
        return _shown(desk, episode, form, status=UNREADABLE)
    try:
        close_episode(
            episode=episode,
            because=form.because,
            goes_on=form.cleaned_data["goes_on"],
            by=desk.user,
            now=desk.now,
        )
    except NotAllowed:
        return _shown(desk, episode, form, status=CONFLICT)
    return desk.go("patient", said=_("Discharged. Everything stays readable."))


def _shown(desk: Desk, episode: Episode, form: DischargeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "at": "discharge",
        "form": form,
        "waits": why_not_yet(episode),
        "version": desk.standing.version,
    }
    return desk.page("discharge", context, status=status)
