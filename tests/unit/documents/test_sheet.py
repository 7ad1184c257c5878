"""When somebody has to be seen first there is one page: the instruction and a note, and no exercise."""

import io

from msgspec.structs import replace
from pypdf import PdfReader

from spinewise.documents.sheet import instruction_sheet, sheet_content
from spinewise.knowledge.ladders import Care, Urgency
from unit.documents.sample_plan import EXERCISES, STARTS, emergency, knowledge, saddle_flag, triage


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_it_is_one_page_with_one_instruction():
    (page,) = pages(instruction_sheet(emergency(), knowledge(), today=STARTS))
    assert page.count("Go to a hospital emergency department now") == 1
    assert "Ask someone to take you." in page


def test_the_clinician_reads_what_to_look_for_and_the_answers_behind_it():
    (page,) = pages(instruction_sheet(emergency(), knowledge(), today=STARTS))
    assert "Possible cauda equina syndrome: examine today" in page
    assert "Numbness around the saddle new" in page
    assert "Monday 23 November 2026" in page


def test_it_holds_no_exercise():
    (page,) = pages(instruction_sheet(emergency(), knowledge(), today=STARTS))
    assert not [one.title.patient for one in EXERCISES if one.title.patient in page.replace("Walk", "")]
    assert "Leave exercises for now." in page


def test_the_most_urgent_flag_comes_first():
    weaker = replace(saddle_flag(), rule="r", title="Something to look at", urgency=Urgency.REFER)
    made = sheet_content(emergency(flags=(weaker, saddle_flag())), knowledge(), today=None)
    assert [one.title for one in made.raised] == ["New numbness around the saddle", "Something to look at"]


def test_the_same_answer_is_listed_once_under_a_flag():
    flag = saddle_flag()
    twice = replace(flag, ruling=replace(flag.ruling, reasons=flag.ruling.reasons * 2))
    (raised,) = sheet_content(emergency(flags=(twice,)), knowledge(), today=None).raised
    assert len(raised.findings) == 1


def test_what_only_an_examination_can_tell_is_named():
    made = sheet_content(emergency(), knowledge(), today=None)
    assert made.not_known == ("Bone density", "Power of key muscles")


def test_urgent_care_without_a_flag_still_says_what_to_do():
    locked = triage(care=Care.URGENT_INSTRUCTION, urgency=Urgency.URGENT)
    (page,) = pages(instruction_sheet(locked, knowledge()))
    assert "See a doctor today or tomorrow" in page
    assert "Urgent" in page


def test_the_same_answers_give_the_same_bytes():
    made = [instruction_sheet(emergency(), knowledge(), today=STARTS) for _ in range(2)]
    assert made[0] == made[1]
