"""A visit: what was given within its limits, what is held back, the note that is signed, what went wrong."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from spinewise_web.records.actions.consent import give_consent
from spinewise_web.records.actions.contact import acknowledge, send_message
from spinewise_web.records.actions.days import record_day
from spinewise_web.records.actions.notes import sign_note
from spinewise_web.records.actions.visits import CannotBeGiven, record_visit
from spinewise_web.records.allowed import most_minutes, problems_with
from spinewise_web.records.core import knowledge, planned
from spinewise_web.records.given import Given, given_of, reminders_of, settings_of
from spinewise_web.records.giving import giving_for
from spinewise_web.records.models import AdverseEvent, Alert, Consent, VisitNote, VisitSession
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db

TENS, MOBILISATION, THRUST, TRACTION = (
    "modalities/tens",
    "modalities/mobilisation",
    "modalities/thrust",
    "modalities/lumbar_traction",
)
MOBILISED = {"set0": "rotation", "set1": "III", "set2": "L4-L5", "set3": "left", "checked": "1", "minutes": "5"}
CURRENT = {"set0": "100", "set1": "80", "minutes": "30"}


class Room:
    """Tess with the patient in the room."""

    def __init__(self, cast):
        self.cast, self.client = cast, signed_in(cast.therapist)
        self.address = reverse("clinic:session", args=[cast.patient.pk])

    def sees(self, **query):
        return self.client.get(self.address, query).content.decode()

    def sends(self, *ticked, button="keep", minutes="30", **fields):
        """`ticked` are (intervention, its fields)."""
        rows = {f"{name.replace('/', '-')}.{field}": word for name, words in ticked for field, word in words.items()}
        given = {"give": [name for name, _ in ticked], "added": [name for name, _ in ticked]}
        return self.client.post(self.address, {button: "1", "minutes": minutes} | given | rows | fields)

    def visit_page(self, visit=None):
        return reverse("clinic:visit", args=[self.cast.patient.pk, (visit or VisitSession.objects.get()).pk])

    def agrees(self, *matters):
        for about in matters:
            give_consent(person=self.cast.patient, about=about, by=self.cast.patient_user, now=NOW)

    def visit(self, **more):
        said = {"on": TODAY, "minutes": 30, "given": [], "note": "Walks further", "next_steps": "Add stairs"} | more
        return record_visit(person=self.cast.patient, by=self.cast.therapist, now=NOW, **said)


@pytest.fixture
def room(cast):
    cast.signed_plan()
    cast.examines(key_muscle_power="5", bone_density="normal")
    made = Room(cast)
    made.agrees("treatment", "touch")
    return made


@pytest.fixture
def fragile(cast):
    """A person whose bones are thin."""
    cast.answers(told_osteoporosis="yes")
    cast.examines()
    made = Room(cast)
    made.agrees("treatment", "touch", "thrust")
    return made


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_plan_is_there_to_be_ticked_and_one_tick_keeps_it(room):
    name = planned(room.cast.patient.planversions.get())[0]
    page = room.sees()
    assert all(
        knowledge().interventions[one].title.clinician in page for one in planned(room.cast.patient.planversions.get())
    )
    answer = room.sends((name, {"how": "taught", "sets": "8, 8", "response": "better"}))
    assert (answer.status_code, answer.headers["Location"]) == (303, room.visit_page())
    kept = given_of(VisitSession.objects.get())[0]
    assert (kept.intervention, kept.how, kept.sets, kept.response) == (name, "taught", (8, 8), "better")


def test_a_technique_is_kept_with_grade_place_and_answer(room):
    where = {"where": "left L4-L5", "before": "5", "after": "3", "during": "eased"}
    assert room.sends((MOBILISATION, MOBILISED | where)).status_code == 303
    kept = given_of(VisitSession.objects.get())[0]
    assert kept.settings == {"Technique": "rotation", "Grade": "III", "Level": "L4-L5", "Side": "left"}
    assert (kept.where, kept.before, kept.after, kept.during) == ("left L4-L5", 5, 3, "eased")


def test_what_is_added_is_shown_with_its_settings_and_nothing_is_kept_yet(room):
    answer = room.sends(button="look", add=TENS, note="Slept badly")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "TENS, conventional" in page
    assert 'name="modalities-tens.set0" value="80"' in page
    assert "Slept badly" in page
    assert not VisitSession.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"set0": "400"}, "Frequency: 80-120 Hz."),
        ({"minutes": "90"}, "At most 60 minutes."),
        ({"set1": "nan"}, "Pulse width: 50-200 µs"),
        ({"set1": ""}, "Pulse width: enter a number"),
        ({"minutes": "ten"}, "Enter a whole number"),
        ({"before": "11"}, "Enter a number from 0 to 10"),
    ],
)
def test_beyond_its_limits_it_is_refused_with_the_limit_and_where_that_is_from(room, words, says):
    answer = room.sends((TENS, CURRENT | words), note="Slept badly")
    page = text_of(answer)
    assert answer.status_code == 422
    assert says in page
    assert "Slept badly" in page
    assert ("The usual dose of conventional TENS" in page) or "nter" in says
    assert not VisitSession.objects.exists()


def test_every_numbered_setting_of_every_modality_is_asked_for_or_told():
    asked = {f"{name}: {one.name}" for name in knowledge().modalities for one in settings_of(name)}
    told = {f"{name}: {one.name}" for name in knowledge().modalities for one in reminders_of(name)}
    assert asked & told == set()
    assert {"modalities/laser: Dose", "modalities/iontophoresis: Current", "modalities/thrust: Grade"} <= asked
    limits = {one.name: (one.least, one.most) for one in settings_of("modalities/iontophoresis")}
    assert limits == {"Charge": (40, 80), "Current": (None, 4)}


def ends_of(words):
    """The least and the most that words such as `80-120 Hz` or `4 mA or less` allow, read anew."""
    numbers = [float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", words)]
    return (0 if words.endswith("or less") else min(numbers)), max(numbers)


def is_refused(name, setting, word, giving):
    given = Given(intervention=name, settings={setting.name: f"{word}"})
    about = (f"{setting.name}: ", f"Choose: {setting.name}")
    return any(problem.says.startswith(about) for problem in problems_with([given], giving))


def test_a_visit_is_held_to_what_the_words_of_each_treatment_say(room):
    who, names = room.cast, tuple(knowledge().modalities)
    giving = giving_for(who.patient, names, by=who.therapist, on=TODAY, today=TODAY, now=NOW)
    for name, each in ((one, each) for one in names for each in settings_of(one)):
        least, most = (0, 0) if each.one_of else ends_of(each.setting)
        right, wrong = (each.one_of, ("", "other")) if each.one_of else ((least, most), (least - 0.01, most + 0.01))
        assert not [word for word in right if is_refused(name, each, word, giving)], (name, each.name)
        assert all(is_refused(name, each, word, giving) for word in wrong), (name, each.name)
    timed = {name: each.setting for name in names for each in reminders_of(name) if each.unit == "minutes"}
    assert len(timed) == 7
    assert {name: most_minutes(name, giving) for name in timed} == {name: ends_of(timed[name])[1] for name in timed}


# -- what is held back


def test_without_a_yes_the_item_asks_for_it_and_keeps_it(cast):
    cast.signed_plan()
    cast.examines(key_muscle_power="5", bone_density="normal")
    room = Room(cast)
    refused = text_of(room.sends((MOBILISATION, MOBILISED)))
    assert "Ask for their consent" in refused
    assert "they say yes to being touched" in refused
    assert not Consent.objects.exists()
    room.sends((MOBILISATION, MOBILISED), consent=["treatment", "touch"], consent_words="Yes, go on")
    assert {(one.about, one.given) for one in Consent.objects.all()} == {("treatment", True), ("touch", True)}
    assert VisitSession.objects.exists()


def test_what_asks_for_care_is_given_with_a_reason(cast):
    cast.signed_plan()
    room = Room(cast)
    room.agrees("treatment", "touch")
    refused = room.sends((MOBILISATION, MOBILISED))
    assert refused.status_code == 422
    assert "Say why you give it all the same" in text_of(refused)
    assert room.sends((MOBILISATION, MOBILISED | {"because": "Grade II only"})).status_code == 303
    assert given_of(VisitSession.objects.get())[0].because == "Grade II only"


def test_what_the_answers_hold_is_shown_with_its_reason_and_not_kept(fragile):
    page = text_of(fragile.sends(button="look", add=THRUST))
    assert "It was given already, here or elsewhere" in page
    answer = fragile.sends((THRUST, {"set0": "side-lying rotation", "set1": "V", "set2": "L4-L5", "set3": "left"}))
    assert answer.status_code == 422
    assert not VisitSession.objects.exists()


def test_what_was_given_already_is_a_fact_and_alerts(fragile):
    assert fragile.sends((THRUST, {"already": "1"})).status_code == 303
    assert given_of(VisitSession.objects.get())[0].already
    alert = Alert.objects.get(kind="given_held")
    assert "Thrust manipulation" in alert.why
    assert alert.urgency in ("routine", "urgent")


def test_while_the_plan_is_locked_nothing_is_given_but_the_visit_is_kept(room):
    room.cast.answers(saddle_numbness="new")
    page = room.sees()
    assert "The plan is locked" in page
    assert 'name="give"' not in page
    assert room.sends((TENS, CURRENT)).status_code == 422
    assert room.sends(note="Sent to hospital").status_code == 303
    assert VisitSession.objects.get().given == []


def test_before_an_examination_hands_wait(cast):
    cast.answers()
    room = Room(cast)
    room.agrees("treatment", "touch")
    assert room.sends((MOBILISATION, MOBILISED)).status_code == 422


def test_a_course_has_its_sessions_and_its_days_a_week(room):
    entry = {"intervention": TRACTION, "minutes": 10, "settings": {"Pull": "30", "Kind": "sustained"}, "checked": True}
    cleared = room.sends(button="look", add=TRACTION)
    assert "0 of at most 4 sessions" in text_of(cleared)
    for days in (13, 12):
        room.visit(given=[entry], on=TODAY - dt.timedelta(days=days))
    with pytest.raises(CannotBeGiven, match="at most 2 days a week") as refused:
        room.visit(given=[entry], on=TODAY - dt.timedelta(days=11))
    assert refused.value.problems[0].about == TRACTION
    for days in (6, 5):
        room.visit(given=[entry], on=TODAY - dt.timedelta(days=days))
    with pytest.raises(CannotBeGiven, match="at most 4 sessions"):
        room.visit(given=[entry])


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"minutes": ""}, "how many minutes"),
        ({"minutes": "9999"}, "Ensure this value is less than"),
        ({"on": "2026-12-24"}, "today or an earlier day"),
        ({"on": "yesterday"}, "Choose the day"),
        ({"pain_before": "12"}, "from 0 to 10"),
        ({"event_what": "Bruise"}, "how bad it was"),
        ({"response": "x" * 401}, "Shorten this"),
    ],
)
def test_a_visit_that_cannot_be_read_is_shown_again_with_what_was_typed(room, fields, says):
    answer = room.sends(**{"note": "Slept badly"} | fields)
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "Slept badly" in text_of(answer)
    assert not VisitSession.objects.exists()


def test_a_visit_sent_twice_is_kept_once(room):
    key = "6a2f41a3-c54c-4ce8-8a5e-1d6d6d0b3f11"
    led = [room.sends(key=key, event_what="Felt faint", event_severity="mild", look=str(time)) for time in range(2)]
    assert [one.headers["Location"] for one in led] == [room.visit_page()] * 2
    assert AdverseEvent.objects.get().visit == VisitSession.objects.get()


def test_a_correction_supersedes_and_what_was_kept_stays(room):
    first = room.visit(
        given=[{"intervention": TENS, "minutes": 30, "settings": {"Frequency": "100", "Pulse width": "80"}}]
    )
    assert 'value="100"' in room.sees(corrects=first.pk)
    room.sends((TENS, CURRENT | {"set0": "90"}), corrects=str(first.pk))
    second = first.successor
    assert given_of(second)[0].settings["Frequency"] == "90"
    assert "This visit was corrected" in room.client.get(room.visit_page(first)).content.decode()
    assert room.sends(note="Again", corrects=str(first.pk)).status_code == 409


# -- the note


def test_the_note_is_drafted_from_the_records_with_where_each_line_is_from(room):
    record_day(
        person=room.cast.patient, on=TODAY, back_pain=3, note="Stiff at night", by=room.cast.patient_user, now=NOW
    )
    send_message(person=room.cast.patient, text="It pulls less", by=room.cast.patient_user, now=NOW)
    visit = room.visit(pain_before=5, pain_after=3)
    lines = room.client.get(room.visit_page(visit)).context["lines"]
    told = {(line.part, line.says): line.origin for line in lines}
    assert told[("S", "Walks further")] == "this visit"
    assert told[("S", "“Stiff at night”")].startswith("their log")
    assert told[("S", "“It pulls less”")].startswith("their message")
    assert ("O", "Pain 5 before and 3 after the visit.") in told
    assert any(part == "A" and "Non-specific back pain" in says for part, says in told)
    assert ("P", "Add stairs") in told
    assert room.client.get(room.visit_page(visit)).context["lines"] == lines


def test_a_note_is_signed_once_and_then_corrected_with_a_reason(room):
    visit = room.visit()
    page = room.visit_page(visit)
    assert room.client.post(page, {"sign": "1", "text": "S: better"}).status_code == 303
    first = VisitNote.objects.get()
    assert (first.text, first.made_by, first.made_at) == ("S: better", room.cast.therapist, NOW)
    assert {one["part"] for one in first.origins} >= {"S", "A", "P"}
    without = room.client.post(page, {"sign": "1", "text": "S: worse", "corrects": str(first.pk)})
    assert without.status_code == 422
    assert "Say why you correct" in text_of(without)
    room.client.post(page, {"sign": "1", "text": "S: worse", "corrects": str(first.pk), "reason": "Wrong side"})
    shown = text_of(room.client.get(page))
    assert "S: worse" in shown
    assert "Wrong side" in shown
    assert "S: better" in shown
    assert VisitNote.objects.current().get().supersedes == first


def test_who_signs_second_is_told_and_loses_nothing(room):
    visit = room.visit()
    sign_note(visit=visit, text="S: mine", by=room.cast.colleague, now=NOW)
    late = room.client.post(room.visit_page(visit), {"sign": "1", "text": "S: my long text"})
    assert late.status_code == 409
    assert "Cole League signed this note before you" in text_of(late)
    assert "S: my long text" in text_of(late)
    assert VisitNote.objects.get().text == "S: mine"


def test_what_was_typed_when_the_session_had_ended_waits(room, client):
    visit = room.visit()
    away = client.post(room.visit_page(visit), {"sign": "1", "text": "S: a long note"})
    assert away.headers["Location"].startswith("/accounts/login/")
    assert not VisitNote.objects.exists()


def test_what_went_wrong_is_kept_with_the_visit(room):
    visit = room.visit()
    said = {"event": "1", "event_what": "Dizzy", "event_severity": "severe", "event_item": TENS, "event_action": "Sat"}
    assert room.client.post(room.visit_page(visit), {"event": "1", "event_what": ""}).status_code == 422
    assert room.client.post(room.visit_page(visit), said).status_code == 303
    event = AdverseEvent.objects.get()
    assert (event.visit, event.severity, event.intervention, event.action) == (visit, "severe", TENS, "Sat")
    assert Alert.objects.filter(kind="adverse_event", urgency="urgent").exists()


def test_nobody_else_finds_a_visit(room):
    visit = room.visit()
    for who in ("therapist_elsewhere", "administrator", "patient_user"):
        client = signed_in(getattr(room.cast, who))
        for page in (room.address, room.visit_page(visit)):
            assert client.get(page).status_code == 404
            assert client.post(page, {"keep": "1", "sign": "1", "text": "x", "minutes": "5"}).status_code == 404
    assert VisitSession.objects.count() == 1


def test_a_visit_without_a_word_of_what_happened_is_not_kept(room):
    sent = room.sends()
    assert (sent.status_code, "When nothing was given, say here why" in sent.content.decode()) == (422, True)
    assert not VisitSession.objects.exists()
    assert room.sends(note="They had a fever; we only talked").status_code == 303
    assert VisitSession.objects.get().given == []


def test_what_is_added_is_ticked_with_its_settings_open_and_what_is_held_is_not(room, cast):
    shown = room.sends(button="look", add="modalities/tens").content.decode()
    assert re.search(r'name="give" value="modalities/tens" id="[^"]+" checked', shown)
    cast.answers(saddle_numbness="new")
    locked = room.sends(button="look", add="modalities/tens").content.decode()
    assert 'name="give" value="modalities/tens"' not in locked


def test_the_note_tells_the_units_of_what_was_set(room):
    kept = room.sends(("modalities/tens", CURRENT | {"checked": "1"}))
    assert kept.status_code == 303, kept.content.decode()
    text = room.client.get(room.visit_page()).content.decode()
    assert "frequency 100 Hz, pulse width 80 µs" in text


@pytest.mark.parametrize(("word", "before", "after"), [("better", "3", "6"), ("worse", "6", "3")])
@pytest.mark.parametrize("whole", [True, False])
def test_what_hardly_fits_is_asked_once_and_kept_when_it_is_sent_again(room, word, before, after, whole):
    pains = {"pain_before": before, "pain_after": after} if whole else {}
    words = MOBILISED | {"response": word} | ({} if whole else {"before": before, "after": after})
    asked = room.sends(("modalities/mobilisation", words), **pains)
    assert (asked.status_code, asked.content.decode().count("Is that so? Then keep it again.") > 0) == (422, True)
    assert not VisitSession.objects.exists()
    assert room.sends(("modalities/mobilisation", words), sure=asked.context["sure"], **pains).status_code == 303


def test_what_could_not_be_asked_yet_is_asked_later(room):
    words = MOBILISED | {"response": "better", "before": "3", "after": "6"}
    wrong = room.sends(("modalities/mobilisation", words), minutes="")
    assert (wrong.context["sure"], "Is that so?" in wrong.content.decode()) == ((), False)
    assert "Is that so?" in room.sends(("modalities/mobilisation", words)).content.decode()


def test_what_fits_is_not_asked(room):
    words = MOBILISED | {"response": "better", "before": "6", "after": "3"}
    assert room.sends(("modalities/mobilisation", words)).status_code == 303


ROSE = "Pain rose from 3 to 9. Was there an unwanted event?"


@pytest.mark.parametrize("whole", [True, False])
def test_pain_that_rose_at_a_visit_is_asked_about_beside_where_an_event_is_told_and_then_kept(room, whole):
    pains = {"pain_before": "3", "pain_after": "9"} if whole else {}
    row = (MOBILISATION, MOBILISED | ({} if whole else {"before": "3", "after": "9"}))
    asked = room.sends(row, **pains)
    assert (asked.status_code, [one["at"] for one in asked.context["errors"]]) == (422, ["event_what"])
    assert ROSE in text_of(asked)
    assert '<details class="card wrong-card" open>' in text_of(asked)
    assert not VisitSession.objects.exists()
    assert room.sends(row, sure=asked.context["sure"], **pains).status_code == 303


def test_who_told_what_went_wrong_is_not_asked_about_the_rise(room):
    event = {"event_what": "Leg pain when bending", "event_severity": "mild"}
    assert room.sends((MOBILISATION, MOBILISED), pain_before="3", pain_after="9", **event).status_code == 303
    assert AdverseEvent.objects.get().visit == VisitSession.objects.get()


@pytest.mark.parametrize(("after", "is_told"), [(6, True), (5, True), (4, False), (1, False), (None, False)])
def test_a_worthwhile_rise_within_a_visit_stands_on_today_until_somebody_takes_it_up(room, after, is_told):
    room.visit(pain_before=3, pain_after=after)
    says = f"Pain rose from 3 to {after} at the visit of Monday 23 November."
    assert (says in text_of(room.client.get(reverse("clinic:today")))) is is_told
    for alert in Alert.objects.open():
        acknowledge(alert=alert, by=room.cast.therapist, now=NOW)
    assert says not in text_of(room.client.get(reverse("clinic:today")))


def test_a_rise_is_told_once_when_the_visit_is_corrected(room):
    first = room.visit(pain_before=3, pain_after=9)
    room.visit(pain_before=3, pain_after=9, note="Wrong side", corrects=first)
    assert Alert.objects.filter(kind="rising").count() == 1


def test_a_rise_within_a_visit_does_not_silence_one_at_home(room):
    told = [dt.timedelta(days=days) for days in (12, 8, 4)]
    day = {"person": room.cast.patient, "by": room.cast.patient_user}
    for ago in told:
        record_day(on=TODAY - ago, back_pain=2, now=NOW - ago, **day)
    room.visit(pain_before=3, pain_after=9)
    for later in (dt.timedelta(days=1), dt.timedelta(days=2)):
        record_day(on=TODAY + later, back_pain=7, now=NOW + later, **day)
    assert [one.why.partition(" ")[0] for one in Alert.objects.filter(kind="rising")] == ["Pain", "Back"]


def test_more_visits_need_no_more_queries(room, queries):
    first = room.visit()
    sign_note(visit=first, text="S: better", by=room.cast.therapist, now=NOW)
    page = reverse("clinic:patient", args=[room.cast.patient.pk])
    few = [queries(room.client, one) for one in (page, room.address, room.visit_page())]
    for _ in range(3):
        room.visit(went_wrong={"what": "Bruise", "severity": "mild"})
    assert [queries(room.client, one) for one in (page, room.address, room.visit_page(first))] == few
