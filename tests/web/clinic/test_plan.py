"""The plan: proposed, changed, refused, set aside with a reason, in conflict, signed."""

import pytest
from django.urls import reverse

from spinewise_web.records.actions.days import record_exercise
from spinewise_web.records.actions.plans import sign_plan
from spinewise_web.records.core import knowledge, plan_of, planned
from spinewise_web.records.models import PlanVersion
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    """Tess at the plan of the patient, who is answered for and examined."""
    cast.answers()
    cast.examines()
    return Desk(cast)


class Desk:
    def __init__(self, cast):
        self.cast = cast
        self.client = signed_in(cast.therapist)
        self.address = reverse("clinic:plan", args=[cast.patient.pk])

    def sends(self, version=None, **fields):
        named = {"version": str(version.pk)} if version else {}
        return self.client.post(self.address, named | fields)

    def sees(self):
        return self.client.get(self.address).content.decode()

    @property
    def newest(self):
        return PlanVersion.objects.order_by("-sequence").first()


def items(version):
    return {item.intervention: item for item in plan_of(version).proposal.items}


def titled(name):
    return knowledge().interventions[name].title.clinician


def timed(version):
    """An item with repetitions, and its name."""
    return next((name, item) for name, item in items(version).items() if item.dose.sets and not item.dose.every_hours)


def test_a_plan_is_proposed_read_and_signed(desk):
    assert "No plan yet" in desk.sees()
    assert desk.sends(act="propose").status_code == 303
    assert "They see this one as soon as you sign" in desk.sees()
    assert desk.sends(desk.newest, act="sign").status_code == 303
    assert desk.newest.signed_by == desk.cast.therapist
    assert "sees this version" in desk.sees()


def test_a_proposal_stands_beside_what_is_in_force_with_the_difference(desk):
    signed = sign_plan(version=desk.cast.plan(), by=desk.cast.therapist, now=NOW)
    gone = planned(signed)[0]
    desk.sends(signed, act="remove", item=gone)
    page = desk.client.get(desk.address)
    assert [(one.way, one.title) for one in page.context["changes"]] == [("gone", titled(gone))]
    assert "goes on with version 1 until you sign" in page.content.decode()
    assert page.context["seen"] == signed
    assert titled(gone) in {line.title for line in page.context["before_lines"]}


def test_a_proposal_is_withdrawn_and_what_is_in_force_can_be_changed_again(desk):
    signed = sign_plan(version=desk.cast.plan(), by=desk.cast.therapist, now=NOW)
    desk.sends(signed, act="remove", item=planned(signed)[0])
    waits = desk.newest
    assert desk.sends(waits, act="withdraw").status_code == 303
    assert desk.client.get(desk.address).context["version"] == signed
    assert desk.sends(waits, act="sign").status_code == 409
    assert desk.sends(signed, act="remove", item=planned(signed)[1]).status_code == 303
    assert (desk.newest.sequence, desk.newest.supersedes) == (3, waits)


def test_what_is_in_force_is_not_withdrawn(desk):
    signed = sign_plan(version=desk.cast.plan(), by=desk.cast.therapist, now=NOW)
    assert desk.sends(signed, act="withdraw").status_code == 409
    signed.refresh_from_db()
    assert signed.state == "signed"


def test_a_withdrawn_plan_with_nothing_in_force_leaves_none(desk):
    version = desk.cast.plan()
    desk.sends(version, act="withdraw")
    assert "No plan yet" in desk.sees()
    assert desk.sends(version, act="remove", item=planned(version)[0]).status_code == 409


def test_the_week_says_when_and_how_many_minutes(desk):
    version = desk.cast.plan()
    week = desk.client.get(desk.address).context["week"]
    slots = [slot for item in plan_of(version).proposal.items for slot in item.slots]
    first = [slot.minutes for slot in slots if slot.on == version.starts_on]
    assert len(week.days) == len(week.minutes) == 7
    assert week.minutes[0] == round(sum(first))
    assert {row.title for row in week.rows} <= {titled(name) for name in planned(version)}


def test_an_item_is_moved_to_another_time_of_the_day(desk):
    before = desk.cast.plan()
    name = next(name for name, item in items(before).items() if 0 < len(item.slots) < 30)
    assert desk.sends(before, act="move", item=name, at="21:10").status_code == 303
    times = {slot.at.isoformat("minutes") for slot in items(desk.newest)[name].slots}
    assert "21:10" in times
    assert desk.sends(desk.newest, act="move", item=name, at="late").status_code == 422


def test_a_change_is_tried_before_it_is_kept(desk):
    before = desk.cast.plan()
    name, _item = timed(before)
    fields = {"act": "dose", "item": name, "hold_s": "0", "days_a_week": "7", "times_a_day": "1", "preview": "1"}
    named = {"version": str(before.pk)} | fields
    small = desk.client.post(desk.address, named | {"sets": "99, 99"}, headers={"HX-Request": "true"})
    assert (small.status_code, small.templates[0].name) == (200, "clinic/parts/plan_preview.html")
    assert "Not like this" in small.content.decode()
    whole = desk.client.post(desk.address, named | {"sets": "1"})
    assert whole.context["trouble"].title in ("Fits", "Not like this")
    assert 'value="1"' in whole.content.decode()
    assert desk.newest == before


def test_what_is_in_force_is_printed_without_what_is_held(desk):
    paper = f"{desk.address[:-1]}.pdf"
    assert desk.client.get(paper).status_code == 302
    signed = sign_plan(version=desk.cast.plan(), by=desk.cast.therapist, now=NOW)
    assert desk.client.get(paper).content.startswith(b"%PDF")
    signed.refresh_from_db()
    signed.held = list(planned(signed))
    signed.save(update_fields=["held"])
    assert desk.client.get(paper).status_code == 302
    desk.cast.answers(saddle_numbness="new")
    assert desk.client.get(paper).status_code == 302


def test_an_item_is_taken_out_in_a_new_version_that_waits(desk):
    before = desk.cast.plan()
    gone = planned(before)[0]
    desk.sends(before, act="remove", item=gone)
    assert gone not in planned(desk.newest)
    assert (desk.newest.sequence, desk.newest.state) == (2, "proposed")


def test_a_dose_is_set(desk):
    before = desk.cast.plan()
    name, item = timed(before)
    fields = {"hold_s": f"{item.dose.hold_s:g}", "days_a_week": str(item.dose.days_a_week)}
    less = str(max(1, item.dose.sets[0] - 1))
    sent = desk.sends(before, act="dose", item=name, sets=less, times_a_day=str(item.dose.times_a_day), **fields)
    assert sent.status_code == 303
    assert items(desk.newest)[name].dose.sets == (int(less),)


def test_a_dose_beyond_the_limit_is_refused_with_the_reason_and_nothing_is_kept(desk):
    before = desk.cast.plan()
    name, _item = timed(before)
    sent = desk.sends(before, act="dose", item=name, sets="99, 99, 99", hold_s="0", days_a_week="7", times_a_day="1")
    assert sent.status_code == 422
    assert "Not like this" in sent.content.decode()
    assert desk.newest == before


@pytest.mark.parametrize("sets", ["", "ten", "1" * 40, "0", "-3", "٣", ", ".join(["10"] * 40)])
def test_a_dose_that_cannot_be_read_is_told(desk, sets):
    before = desk.cast.plan()
    name, _item = timed(before)
    sent = desk.sends(before, act="dose", item=name, sets=sets, hold_s="0", days_a_week="7", times_a_day="1")
    assert sent.status_code == 422
    assert 'role="alert"' in sent.content.decode()
    assert desk.newest == before


def test_easier_and_harder_steps_are_offered_with_their_drawing(desk):
    desk.cast.plan()
    offered = [swap for one in desk.client.get(desk.address).context["items"] for swap in one.swaps]
    assert any(one.how for one in offered)
    assert all(desk.client.get(one.figure).status_code == 200 for one in offered[:3] if one.figure)


def test_an_item_is_swapped_for_one_that_is_offered(desk):
    before = desk.cast.plan()
    page = desk.client.get(desk.address)
    one = next(item for item in page.context["items"] if item.swaps)
    sent = [desk.sends(before, act="swap", item=one.line.id, into=option.id) for option in one.swaps[:6]]
    kept = [answer for answer in sent if answer.status_code == 303]
    assert kept or all("Not like this" in answer.content.decode() for answer in sent)
    assert (one.line.id in planned(desk.newest)) is not bool(kept)


def test_what_is_not_in_the_library_is_not_added(desk):
    before = desk.cast.plan()
    assert desk.sends(before, act="add", add="nothing/like_this").status_code == 422
    assert desk.newest == before


def test_somebody_elses_version_is_not_found(desk):
    desk.cast.answers(desk.cast.other_patient)
    desk.cast.examines(desk.cast.other_patient)
    other = desk.cast.plan(desk.cast.other_patient)
    assert desk.sends(other, act="sign").status_code == 404
    assert desk.client.post(desk.address, {"version": "no-id", "act": "sign"}).status_code == 404


def test_a_change_to_an_old_version_loses_nothing(desk):
    old = desk.cast.plan()
    gone, other = planned(old)[:2]
    signed_in(desk.cast.colleague).post(desk.address, {"version": str(old.pk), "act": "remove", "item": gone})
    newest = desk.newest
    sent = desk.sends(old, act="remove", item=other, reason="It hurts her wrist")
    page = sent.content.decode()
    assert sent.status_code == 409
    assert "Cole League changed this plan" in page
    assert "Take out" in page
    assert "It hurts her wrist" in page
    assert str(newest.pk) in page
    assert [(one.way, one.title) for one in sent.context["trouble"].theirs] == [("gone", titled(gone))]
    assert desk.newest == newest
    assert desk.sends(newest, act="remove", item=other, reason="It hurts her wrist").status_code == 303
    assert desk.newest.reason == "It hurts her wrist"


def test_an_old_version_is_not_signed(desk):
    old = desk.cast.plan()
    desk.sends(old, act="remove", item=planned(old)[0])
    sent = desk.sends(old, act="sign")
    assert sent.status_code == 409
    assert not PlanVersion.objects.filter(state="signed").exists()


@pytest.mark.parametrize("act", ["sign", "withdraw", "remove"])
def test_while_a_conflict_stands_nothing_is_signed_and_what_stands_now_is_the_next_step(desk, act):
    old = desk.cast.plan()
    gone, other = planned(old)[:2]
    signed_in(desk.cast.colleague).post(desk.address, {"version": str(old.pk), "act": "remove", "item": gone})
    sent = desk.sends(old, act=act, item=other)
    page = sent.content.decode()
    assert sent.status_code == 409
    assert not any(f'value="{one}"' in page for one in ("sign", "withdraw", "propose"))
    assert f'<a class="btn small" href="{desk.address}">Look at the plan as it is now</a>' in page
    assert ("Nothing was signed or withdrawn" in page) is (act != "remove")
    assert [one.title for one in sent.context["trouble"].theirs] == [titled(gone)]
    assert 'value="sign"' in desk.sees()


def test_a_dose_that_pushes_others_says_which_times_move(desk):
    before = desk.cast.plan()
    name, item = next((name, item) for name, item in items(before).items() if not item.dose.sets and item.slots)
    dose = {"minutes": f"{item.dose.minutes + 1:g}", "days_a_week": str(item.dose.days_a_week)}
    fields = dose | {"act": "dose", "item": name, "times_a_day": str(item.dose.times_a_day)}
    tried = desk.sends(before, **fields, preview="1").context["trouble"]
    kept = desk.client.post(desk.address, {"version": str(before.pk)} | fields, follow=True)
    old, new = ({one: times_of(each) for one, each in items(version).items()} for version in (before, desk.newest))
    moved = [one for one in new if new[one] != old[one]]
    assert moved
    for one in moved:
        assert f"{titled(one)} {' and '.join(old[one])} → {' and '.join(new[one])}" in tried.says
    assert (tried.is_fine, "Moves: " in tried.says) == (True, True)
    assert tried.says[tried.says.index("Moves: ") :] in kept.content.decode()
    same = fields | {"minutes": f"{item.dose.minutes + 1:g}", "preview": "1"}
    assert "Moves" not in desk.sends(desk.newest, **same).context["trouble"].says


def times_of(item):
    return sorted({slot.at.isoformat("minutes") for slot in item.slots})


def test_signing_twice_signs_once(desk):
    version = desk.cast.plan()
    assert [desk.sends(version, act="sign").status_code for _ in range(2)] == [303, 409]


def test_a_locked_plan_is_neither_shown_nor_changed(desk):
    version = desk.cast.plan()
    desk.cast.answers(saddle_numbness="new")
    page = desk.sees()
    assert "The plan is locked" in page
    assert 'name="version"' not in page
    desk.sends(version, act="sign")
    version.refresh_from_db()
    assert version.state == "proposed"


# -- setting a precaution aside


def held_item(desk):
    """Something that one precaution holds for this person, which a therapist may answer for."""
    address, asked = f"/clinic/library/?for={desk.cast.patient.pk}", {"stand": "held", "upto": "300"}
    shelves = [desk.client.post(address, asked | {"kind": kind}) for kind in ("modalities", "exercises")]
    for card in (card for shelf in shelves for card in shelf.context["cards"]):
        answer = desk.sends(desk.newest, act="add", add=card.id) if card.stand.may_add else None
        if answer is not None and answer.status_code == 422 and (waivable := answer.context["trouble"].waivable):
            return card.id, [one.rule for one in waivable], answer.content.decode()
    pytest.fail("nothing is held that a therapist may set aside")


@pytest.fixture
def held(cast):
    """A person for whom some things are held: their bones are thin."""
    cast.answers(told_osteoporosis="yes")
    cast.examines()
    desk = Desk(cast)
    cast.plan()
    return desk


def test_what_is_held_is_refused_first_and_says_who_may_answer_for_it(held):
    name, _rules, page = held_item(held)
    assert "Do it all the same, because" in page
    assert name not in planned(held.newest)


def test_it_is_set_aside_with_a_name_and_a_reason_that_the_plan_carries(held):
    name, rules, _page = held_item(held)
    sent = held.sends(held.newest, act="add", add=name, about=name, waive=rules, reason="Seen, tried, well borne")
    assert sent.status_code == 303, sent.content.decode()[:3000]
    waivers = plan_of(held.newest).waivers
    assert {(one.item, one.by, one.reason) for one in waivers} == {(name, "Tess Therapist", "Seen, tried, well borne")}
    assert "Seen, tried, well borne" in held.sees()


def test_it_is_not_set_aside_without_a_reason(held):
    name, rules, _page = held_item(held)
    sent = held.sends(held.newest, act="add", add=name, about=name, waive=rules, reason="  ")
    assert sent.status_code == 422
    assert "Say why you set this aside" in sent.content.decode()
    assert not plan_of(held.newest).waivers


@pytest.mark.parametrize("reason", [".", "ok", "1234567890 12"])
def test_a_reason_has_some_words_and_is_asked_again_where_it_was_typed(held, reason):
    name, rules, _page = held_item(held)
    sent = held.sends(held.newest, act="add", add=name, about=name, waive=rules, reason=reason)
    shown = sent.content.decode()
    assert (sent.status_code, "at least 10 letters" in shown, "Do it all the same" in shown) == (422, True, True)
    assert f"{reason}</textarea>" in shown
    assert not plan_of(held.newest).waivers


def test_a_refusal_says_first_what_it_is_about_this_person(held):
    _name, rules, page = held_item(held)
    title = knowledge().facts["osteoporosis"].clinician
    assert page.index(f"<b>Known of them: {title}.</b>") < page.index(knowledge().precautions[rules[0]].tell.clinician)


def test_what_is_not_known_of_them_is_named_first(desk):
    desk.sends(act="propose")
    sent = desk.sends(desk.newest, act="add", add="modalities/mobilisation")
    (one,) = sent.context["trouble"].clashes
    names = [knowledge().facts[fact].clinician for fact in ("bone_density", "key_muscle_power")]
    assert one.here == f"Not known yet: {', '.join(names)}."
    page = sent.content.decode()
    assert page.index(one.here) < page.index(one.says[:40])


def test_what_was_too_much_says_so_beside_its_item(desk):
    version = desk.cast.signed_plan()
    name, other = planned(version)[:2]
    said = {"version": version, "on": TODAY, "by": desk.cast.patient_user, "now": NOW}
    record_exercise(intervention=name, outcome="too_much", **said)
    record_exercise(intervention=other, outcome="done", **said)
    page = desk.sees()
    assert page.count("too much on Monday 23 November") == 1
    assert page.index(titled(name)) < page.index("too much on Monday 23 November")


def test_the_page_needs_the_same_queries_for_every_version(desk, queries):
    version = desk.cast.plan()
    first = queries(desk.client, desk.address)
    desk.sends(version, act="remove", item=planned(version)[0])
    assert queries(desk.client, desk.address) == first > 0
