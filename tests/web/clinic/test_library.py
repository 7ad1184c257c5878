"""The library: found, filtered and read; with a patient in hand it says how each thing stands for them."""

import re

import pytest
from django.urls import reverse

from spinewise.knowledge.ladders import WaiverBy
from spinewise.plan.clear import clear
from spinewise_web.clinic.library.words import SETS_ASIDE
from spinewise_web.records.core import knowledge, planned
from web.cast import signed_in

pytestmark = pytest.mark.django_db
LIBRARY, ENTRY = "/clinic/library/", "/clinic/library/entry/"
KINDS = ("exercises", "modalities", "lessons", "measures", "red_flags", "starts", "precautions")


@pytest.fixture
def desk(cast):
    """Tess in front of a browser."""
    cast.client = signed_in(cast.therapist)
    return cast


def found(answer):
    return {card.id: card for card in answer.context["cards"]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_and_its_entries_open(desk, kind):
    listed = desk.client.get(LIBRARY, {"kind": kind})
    cards = found(listed)
    assert listed.context["count"] == len(getattr(knowledge(), kind))
    assert len(listed.content) < 100_000
    for name in [*cards][:4]:
        page = desk.client.get(ENTRY, {"kind": kind, "of": name})
        assert page.status_code == 200
        assert page.context["entry"].rows or page.context["entry"].claims


def test_words_and_filters_narrow_the_list(desk):
    hits = found(desk.client.get(LIBRARY, {"q": "bird dog", "position": "hands_and_knees"}))
    assert "lumbar/bird_dog" in hits
    assert all(knowledge().exercises[name].demands.position == "hands_and_knees" for name in hits)
    assert found(desk.client.get(LIBRARY, {"q": "nothing like this"})) == {}


def hits(answer):
    return {one.kind: one.hits for one in answer.context["shelves"]}


def test_a_search_looks_on_every_shelf_and_says_how_many_each_has(desk):
    answer = desk.client.get(LIBRARY, {"q": "traction"})
    counted = hits(answer)
    assert counted == {one: desk.client.get(LIBRARY, {"q": "traction", "kind": one}).context["count"] for one in KINDS}
    assert min(counted["modalities"], counted["precautions"]) > 0
    assert (counted["exercises"], "Another shelf has it" in answer.content.decode()) == (0, True)
    assert 'href="/clinic/library/?kind=modalities&amp;q=traction"' in answer.content.decode()
    assert set(hits(desk.client.get(LIBRARY)).values()) == {None}


def test_while_words_are_typed_the_numbers_beside_the_shelves_follow(desk):
    asked = {"q": "traction", "kind": "exercises", "shelves": "1"}
    page = desk.client.get(LIBRARY, asked, headers={"HX-Request": "true"}).content.decode()
    assert '<nav class="shelves" id="shelves" aria-label="Shelves" hx-swap-oob="true">' in page
    del asked["shelves"]
    assert "shelves" not in desk.client.get(LIBRARY, asked, headers={"HX-Request": "true"}).content.decode()


def test_a_ladder_is_shown_with_every_step_above(desk):
    lowest = next(one for one in knowledge().exercises.values() if one.harder)
    hits = desk.client.get(LIBRARY, {"ladder": lowest.id})
    assert {lowest.id, *lowest.harder} <= set(found(hits))


def test_an_exercise_says_what_it_asks_who_may_hold_it_and_what_it_rests_on(desk):
    entry = desk.client.get(ENTRY, {"kind": "exercises", "of": "lumbar/bird_dog"}).context["entry"]
    kb = knowledge()
    holding = {name for name, one in kb.precautions.items() if "lumbar/bird_dog" in kb.effects_of(one)}
    assert {one.id for one in entry.holds} == holding
    assert all(one.who for one in entry.holds)
    assert {one.id for one in entry.rows} >= {"ex-bird-dog"}
    assert [one.id for one in entry.harder] == list(kb.exercises["lumbar/bird_dog"].harder)


def test_guidelines_stand_side_by_side_where_they_disagree_it_is_said(desk):
    from spinewise.documents.review.guideline_pages import disagrees

    kb = knowledge()
    argued = next(one for one in kb.modalities.values() if disagrees(kb.evidence[one.stance]))
    page = desk.client.get(ENTRY, {"kind": "modalities", "of": argued.id})
    assert len(page.context["entry"].stances) == len(kb.guidelines)
    assert "They disagree" in page.content.decode()


def test_what_waits_for_a_check_is_marked(desk):
    waiting = next(card for card in found(desk.client.get(LIBRARY, {"kind": "modalities"})).values() if card.waits)
    page = desk.client.get(ENTRY, {"kind": "modalities", "of": waiting.id})
    assert page.context["entry"].waits


def test_a_drawing_comes_by_itself_and_moves_when_it_is_asked_to(desk):
    drawn = desk.client.get("/clinic/library/figure.svg", {"of": "lumbar/bird_dog"})
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
    still, moving = (
        desk.client.get(ENTRY, {"kind": "exercises", "of": "lumbar/bird_dog"} | more).content.decode()
        for more in ({}, {"moves": "1"})
    )
    assert "Show it moving" in still
    assert "<animate" not in still
    assert "<animate" in moving


@pytest.mark.parametrize("asked", [{"of": "../../etc/passwd"}, {"of": ""}, {"kind": "facts", "of": "age"}, {}])
def test_what_is_not_there_is_not_found(desk, asked):
    assert desk.client.get(ENTRY, asked).status_code == 404
    assert desk.client.get("/clinic/library/figure.svg", asked).status_code == 404


def test_the_library_is_for_those_who_work_in_a_clinic(desk):
    for address in (LIBRARY, ENTRY, "/clinic/library/figure.svg", "/clinic/own/"):
        assert signed_in(desk.patient_user).get(address).status_code == 404


# -- with a patient in hand


@pytest.fixture
def in_hand(desk):
    """A patient with thin bones and a plan that waits, and where the library is for them."""
    desk.answers(told_osteoporosis="yes")
    desk.examines()
    desk.version = desk.plan()
    desk.library = f"{LIBRARY}?for={desk.patient.pk}"
    return desk


def test_each_entry_says_how_it_stands_for_the_patient(in_hand):
    cards = found(in_hand.client.post(in_hand.library, {"upto": "300"}))
    from spinewise.assess.triage import triage
    from spinewise_web.records.core import answers_on
    from spinewise_web.records.models import AnswerSheet
    from web.cast import TODAY

    answers = answers_on(AnswerSheet.objects.order_by("-sequence").first(), today=TODAY)
    levels = {one.intervention: one.level.value for one in clear(answers, triage(answers, knowledge()), knowledge())}
    tones = {"go": "allowed", "caution": "held", "hold": "held", "exclude": "forbidden"}
    assert {name: card.stand.tone for name, card in cards.items()} == {name: tones[levels[name]] for name in cards}
    assert all(card.stand.says for card in cards.values() if card.stand.tone != "allowed")
    assert {card.stand.tone for card in cards.values()} >= {"allowed", "forbidden"}


def test_with_a_patient_in_hand_another_shelf_is_pressed_and_what_is_looked_for_is_in_no_address(in_hand):
    page = in_hand.client.post(in_hand.library, {"q": "traction", "kind": "exercises", "shelf": "modalities"})
    assert (page.context["reading"].kind, page.context["count"]) == ("modalities", hits(page)["modalities"])
    assert page.context["count"] > 0
    text = page.content.decode()
    assert "q=traction" not in text
    assert '<button name="shelf" value="precautions">' in text


def test_only_what_is_allowed_or_may_be_set_aside_can_be_added(in_hand):
    page = in_hand.client.post(in_hand.library, {"upto": "300"})
    offered = set(re.findall(r'name="add" value="([^"]+)"', page.content.decode()))
    may = {name for name, card in found(page).items() if card.stand.may_add and not card.planned}
    assert offered == may
    assert not offered & set(planned(in_hand.version))


def test_what_only_a_supervisor_may_set_aside_is_offered_to_a_supervisor_alone(in_hand):
    in_hand.answers(told_osteoporosis="yes", long_steroid_use="yes")
    offered = {}
    for who in (in_hand.therapist, in_hand.supervisor):
        cards = found(signed_in(who).post(in_hand.library, {"upto": "300"}))
        offered[who] = {name for name, card in cards.items() if card.stand.may_add}
        theirs = {name for name, card in cards.items() if card.stand.who == str(SETS_ASIDE[WaiverBy.SUPERVISOR])}
        assert theirs
        assert (theirs <= offered[who]) == (who == in_hand.supervisor)
        assert who == in_hand.supervisor or not theirs & offered[who]
    assert offered[in_hand.therapist] < offered[in_hand.supervisor]


def test_what_is_added_there_is_in_the_plan(in_hand):
    page = in_hand.client.post(in_hand.library, {"stand": "allowed", "q": "breathing"})
    name = next(name for name, card in found(page).items() if not card.planned)
    sent = {"version": str(in_hand.version.pk), "act": "add", "add": name}
    answer = in_hand.client.post(reverse("clinic:plan", args=[in_hand.patient.pk]), sent)
    assert answer.status_code in (303, 422)
    assert answer.status_code == 422 or name in planned(in_hand.version.successor)


def test_while_the_plan_is_locked_nothing_can_be_added(in_hand):
    in_hand.answers(saddle_numbness="new")
    page = in_hand.client.post(in_hand.library, {}).content.decode()
    assert "The plan is locked" in page
    assert 'name="add"' not in page


def test_somebody_elses_patient_is_not_found(in_hand):
    elsewhere = signed_in(in_hand.therapist_elsewhere)
    for address in (LIBRARY, ENTRY, "/clinic/library/figure.svg"):
        assert elsewhere.get(address, {"for": str(in_hand.patient.pk), "of": "lumbar/bird_dog"}).status_code == 404
        assert elsewhere.get(address, {"for": "nobody", "of": "lumbar/bird_dog"}).status_code == 404


def test_the_list_needs_the_same_queries_however_long_it_is(in_hand, queries):
    short, long = (f"{in_hand.library}&upto={count}" for count in (1, 90))
    assert queries(in_hand.client, short) == queries(in_hand.client, long)
