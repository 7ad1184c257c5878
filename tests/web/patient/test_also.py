"""What else somebody takes: a short form, kept once, seen by the therapist and not by carers."""

import pytest

from spinewise_web.records.models import OtherTreatment
from web.patient.home import Home

pytestmark = pytest.mark.django_db
SAID = {"kind": "medicine", "name": "Ibuprofen 400", "since": "2026-01-02", "effect": "A little"}


def test_what_is_told_is_kept_once_and_shown(home):
    for _ in "ab":
        assert home.sends("settings/also", **SAID).status_code == 303
    kept = OtherTreatment.objects.get()
    assert (kept.kind, kept.name, kept.effect) == ("medicine", "Ibuprofen 400", "A little")
    assert "Ibuprofen 400" in home.reads("settings/also")


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"kind": "spell"}, "Choose what it is"),
        ({"name": " "}, "Say what it is called"),
        ({"name": "x" * 200}, "Shorten the name"),
        ({"since": "2999-01-01"}, "Enter a day that has been"),
        ({"since": "soon"}, "Enter a day that has been"),
        ({"effect": "x" * 500}, "Shorten this"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(home, said, instead):
    answer = home.sends("settings/also", **(SAID | said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert instead in page
    assert said.get("name", "Ibuprofen 400") in page
    assert not OtherTreatment.objects.exists()


def test_it_is_the_persons_own(home, cast):
    assert Home(cast, by=cast.with_carer()).opens("settings/also").status_code == 303
    assert Home(cast, by=cast.other_user).opens("settings/also").status_code == 404
