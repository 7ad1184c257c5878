"""The examination: what is untouched stays untested, and what it would change is shown before it is kept."""

import re

import pytest
from django.urls import reverse

from spinewise_web.clinic.examination import blocks_of, normal_word
from spinewise_web.records.actions.answers import latest_answers
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Alert, AnswerSheet
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    cast.answers()
    return Desk(cast)


class Desk:
    def __init__(self, cast):
        self.cast = cast
        self.client = signed_in(cast.therapist)
        self.address = reverse("clinic:assess", args=[cast.patient.pk])

    def sends(self, *, quickly=False, **fields):
        return self.client.post(self.address, fields, headers={"HX-Request": "true"} if quickly else {})

    @property
    def known(self):
        return latest_answers(self.cast.patient, now=NOW).by_fact


def marked(answered):
    """What is marked in the form that came back."""
    rows = [row for block in answered.context["blocks"] for row in block.rows]
    chosen = {row.id: mark.value for row in rows for mark in row.marks if mark.on}
    return chosen | {row.id: row.value for row in rows if row.value}


def test_only_what_is_marked_is_kept(desk):
    desk.sends(save="1", slr="positive", reflexes="", key_muscle_power="4")
    assert (desk.known["slr"].value, desk.known["key_muscle_power"].value) == ("positive", 4)
    assert "reflexes" not in desk.known
    assert desk.known["slr"].name == "Tess Therapist"


def test_every_finding_of_the_question_files_has_its_row(desk):
    blocks = desk.client.get(desk.address).context["blocks"]
    asked = [name for question in blocks_of(knowledge()) for name in question.facts]
    assert [row.id for block in blocks for row in block.rows] == asked


def test_one_button_marks_the_rest_of_a_block_and_keeps_nothing(desk):
    sheets = AnswerSheet.objects.count()
    answered = desk.sends(normal="nerve_roots", slr="positive")
    assert marked(answered)["slr"] == "positive"
    assert marked(answered)["reflexes"] == "normal"
    assert 'name="key_muscle_power" value="5"' in " ".join(answered.content.decode().split())
    assert "upper_motor_signs" not in marked(answered)
    assert AnswerSheet.objects.count() == sheets


def test_no_button_marks_what_has_to_be_told_by_itself():
    kb = knowledge()
    normal = {name for one in blocks_of(kb) for name in one.facts if normal_word(kb.facts[name], one)}
    told_one_by_one = {fact.id for fact in knowledge().facts.values() if fact.one_by_one}
    assert not normal & told_one_by_one
    assert "anal_tone" in told_one_by_one
    assert {name for name in normal if kb.facts[name].kind.value == "number"} == {"key_muscle_power"}
    assert {"slr", "reflexes", "upper_motor_signs"} <= normal


def test_last_time_is_shown_and_not_marked(desk):
    desk.sends(save="1", slr="positive")
    answered = desk.client.get(desk.address)
    assert "last: positive (30-70 degrees)" in answered.content.decode()
    assert marked(answered) == {}
    assert marked(desk.sends(again="nerve_roots"))["slr"] == "positive"


def test_a_finding_shows_what_it_would_change_and_changes_nothing(desk):
    sheets = AnswerSheet.objects.count()
    answered = desk.sends(quickly=True, upper_motor_signs="true")
    assert answered.templates[0].name == "clinic/parts/changes.html"
    changes = answered.context["changes"]
    assert changes.level in ("urgent", "emergency")
    assert any(line.is_changed for line in changes.lines)
    assert AnswerSheet.objects.count() == sheets
    assert not Alert.objects.exists()


def line_of(answered):
    line = re.search(r'<p class="assess-line".*?</p>', answered.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", line[0]).split()), "hx-swap-oob" in line[0]


def test_where_the_panel_is_far_a_line_says_how_soon_which_category_and_what_is_missing(desk):
    page = desk.client.get(desk.address)
    says, is_anew = line_of(page)
    assert (is_anew, "not marked as examined" in says, says.endswith("All that changes")) == (False, True, True)
    assert page.content.decode().count('aria-live="') == 1
    assert '<a href="#changes-title">' in page.content.decode()
    answered = desk.sends(quickly=True, upper_motor_signs="true", examined="true")
    says, is_anew = line_of(answered)
    assert is_anew
    assert answered.context["changes"].category in says
    assert says.startswith(("Emergency", "Urgent"))
    assert "not marked as examined" not in says
    assert "aria-live" not in answered.content.decode()


def test_the_same_is_there_without_script(desk):
    answered = desk.sends(preview="1", upper_motor_signs="true")
    assert answered.context["changes"].level in ("urgent", "emergency")
    assert marked(answered) == {"upper_motor_signs": "true"}


def test_findings_without_the_word_that_the_examination_is_done_are_told_to_be_none(desk):
    alone = desk.sends(quickly=True, upper_motor_signs="false").content.decode()
    done = desk.sends(quickly=True, upper_motor_signs="false", examined="true").content.decode()
    hint = f"mark “{knowledge().facts['examined'].clinician}”"
    assert hint in alone
    assert hint not in done


def test_the_word_that_the_examination_is_done_without_findings_is_told_what_it_leaves_open(desk):
    alone = desk.sends(quickly=True, examined="true").context["changes"]
    cord, legs = (knowledge().facts[name].clinician for name in ("upper_motor_signs", "key_muscle_power"))
    assert alone.not_done.startswith("Not confirmed until it is known:")
    assert cord in alone.not_done
    found = desk.sends(quickly=True, examined="true", upper_motor_signs="false", key_muscle_power="5")
    assert cord not in found.context["changes"].not_done
    assert legs not in found.context["changes"].not_done


def test_what_the_plan_would_lose_is_named(cast):
    version = cast.signed_plan()
    desk = Desk(cast)
    changes = desk.sends(quickly=True, upper_motor_signs="true").context["changes"]
    assert len(changes.held) == len(version.document["body"]["proposal"]["items"])


def test_a_serious_finding_acts_when_it_is_kept(desk):
    desk.sends(save="1", upper_motor_signs="true")
    assert Alert.objects.filter(kind="red_answer").exists()
    assert desk.cast.patient.episodes.get().is_locked


def test_what_cannot_be_read_is_told_and_the_rest_stays_in_the_form(desk):
    answered = desk.sends(save="1", key_muscle_power="nine", slr="positive")
    assert answered.status_code == 422
    assert "Weakest key muscle power: enter a number from 0 to 5" in answered.content.decode()
    assert marked(answered) == {"slr": "positive", "key_muscle_power": "nine"}
    assert "slr" not in desk.known


@pytest.mark.parametrize("word", ["6", "-1", "nan", "1e9", "٣", "positive"])
def test_numbers_out_of_range_are_not_kept(desk, word):
    assert desk.sends(save="1", key_muscle_power=word).status_code == 422
    assert "key_muscle_power" not in desk.known


def test_a_choice_that_is_not_offered_is_not_kept(desk):
    assert desk.sends(save="1", slr="<script>").status_code == 422


def test_only_the_examination_is_taken_from_the_form(desk):
    desk.sends(save="1", slr="negative", age="99", saddle_numbness="new")
    assert desk.known["age"].value == 34
    assert not Alert.objects.exists()


def test_saving_nothing_says_so(desk):
    answered = desk.sends(save="1")
    assert answered.status_code == 422
    assert "Nothing is marked yet" in answered.content.decode()


def test_the_first_examination_needs_no_answers_before(cast):
    desk = Desk(cast)
    assert desk.client.get(desk.address).status_code == 200
    assert desk.sends(save="1", examined="true", slr="negative").status_code == 303
    assert desk.known["slr"].on == TODAY
