"""Where it hurts, on paper."""

from __future__ import annotations

from people import TODAY, knowledge, nobody, with_answers
from spinewise.documents.beside import for_the_clinician
from spinewise.documents.where import where_it_hurts
from spinewise.rules.facts import Answer, Answers, Role


def marking(*marks: str, **answers: str) -> Answers:
    given = Answer(fact="pain_regions", value=marks, on=TODAY, by=Role.PERSON)
    return with_answers(nobody(), **answers).with_(given)


def test_a_patient_reads_the_places_with_their_numbers() -> None:
    answers = marking("low_back", "left_calf_back", back_pain_now="4", leg_pain_now="6")
    assert where_it_hurts(answers, knowledge()) == "You marked: Low back (4 of 10); Left calf (6 of 10)"


def test_a_clinician_reads_them_in_a_clinicians_words() -> None:
    told = where_it_hurts(marking("left_calf_back"), knowledge(), voice="clinician")
    assert told == "Marked on the body chart: left posterior calf"


def test_nothing_is_said_where_nothing_was_marked() -> None:
    assert where_it_hurts(nobody(), knowledge()) == ""
    assert where_it_hurts(marking(), knowledge()) == ""


def test_whoever_receives_the_person_is_told() -> None:
    told = list(for_the_clinician(marking("saddle"), knowledge()))
    assert "Marked on the body chart: saddle area" in told
