"""A letter comes, is answered from what was found, kept as it was sent. One goes out when a doctor should look."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from spinewise_web.audit.models import Entry
from spinewise_web.records.actions.plans import sign_plan
from spinewise_web.records.actions.referrals import AnsweredAlready, answer_referral, refer_out, take_referral
from spinewise_web.records.core import knowledge, planned
from spinewise_web.records.models import Referral
from spinewise_web.records.reads.today import Act, for_today
from web.cast import NOW, TODAY, signed_in

pytestmark = pytest.mark.django_db
REFER = {"age": "58", "bloating_or_early_fullness": "true"}
ROUTINE = {"groin_or_hip_pain": "stiff_hip"}


def at(cast, name, letter=None):
    return reverse(f"clinic:{name}", args=[cast.patient.pk]) + (f"?letter={letter.pk}" if letter else "")


def came(cast, **fields):
    said = {"party": "Dr House, Mill Lane", "reason": "Back pain, please treat", "on": TODAY} | fields
    return take_referral(person=cast.patient, by=cast.therapist, now=NOW, **said)


class Writing:
    """A clinician with the letter open."""

    def __init__(self, cast, *, answers=None):
        self.browser = signed_in(cast.therapist)
        self.address = at(cast, "letter") + (f"?to={answers.pk}" if answers else "")
        self.reads()

    def reads(self):
        self.page = self.browser.get(self.address)
        form = self.page.context["form"]
        self.said = {"key": str(form["key"].value()), "seen": self.page.context["seen"], "to": form["to"].value()}

    def sends(self, **said):
        return self.browser.post(self.address, self.said | {"own_words": "Thank you."} | said)


def printed(answer):
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.content)).pages)


def test_a_letter_that_came_is_kept_and_waits_on_today(cast):
    cast.answers()
    said = {"party": "Dr House", "letter_on": "2026-11-20", "reason": "Back pain"}
    assert signed_in(cast.therapist).post(at(cast, "letters"), said).status_code == 303
    assert "Waits for an answer" in signed_in(cast.therapist).get(at(cast, "letters")).content.decode()
    assert Act.ANSWER_REFERRAL in {one.act for one in for_today(cast.therapist, now=NOW).attention}


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ({"party": ""}, "Enter who refers them"),
        ({"letter_on": "2026-12-24"}, "Enter a day that is not ahead"),
        ({"letter_on": "yesterday"}, "Enter a day such as"),
        ({"reason": ""}, "Enter why they come"),
        ({"reason": "x" * 4001}, "4000 letters fit"),
    ],
)
def test_a_letter_that_cannot_be_kept_says_what_to_do(cast, said, does):
    sent = {"party": "Dr House", "letter_on": "2026-11-20", "reason": "Back pain"} | said
    answered = signed_in(cast.therapist).post(at(cast, "letters"), sent)
    assert answered.status_code == 422
    assert does in answered.content.decode()
    assert not Referral.objects.exists()


def test_the_same_form_sent_twice_keeps_one_letter(cast):
    page = signed_in(cast.therapist).get(at(cast, "letters"))
    key = str(page.context["form"]["key"].value())
    said = {"party": "Dr House", "letter_on": "2026-11-20", "reason": "Pain", "key": key}
    for _ in range(2):
        assert signed_in(cast.therapist).post(at(cast, "letters"), said).status_code == 303
    assert Referral.objects.count() == 1


def test_the_answer_is_drafted_from_what_was_found_and_done(cast):
    version = cast.signed_plan()
    writing = Writing(cast, answers=came(cast))
    page = writing.page.content.decode()
    for item in planned(version):
        assert knowledge().interventions[item].title.clinician in page
    assert "Thank you for sending Pat Ient to us." in page
    assert writing.said["to"] == "Dr House, Mill Lane"


def test_an_answer_is_kept_as_it_was_sent_and_printed_so_ever_after(cast):
    cast.signed_plan()
    row = came(cast)
    assert Writing(cast, answers=row).sends(own_words="She walks well again.").status_code == 303
    row.refresh_from_db()
    assert row.answered_at == NOW
    cast.answers(saddle_numbness="new")
    answer = signed_in(cast.therapist).get(at(cast, "letter_pdf", row))
    text = printed(answer)
    assert "Answer to your letter of 23 November 2026" in text
    assert "She walks well again." in text
    assert "Tess Therapist, therapist" in text
    assert "Emergency" not in text


def test_the_file_is_kept_nowhere_and_its_name_tells_nothing(cast):
    cast.signed_plan()
    row = came(cast)
    Writing(cast, answers=row).sends()
    answer = signed_in(cast.therapist).get(at(cast, "letter_pdf", row))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-2026-11-23.pdf"'


def test_looking_at_it_on_paper_keeps_nothing(cast):
    cast.signed_plan()
    row = came(cast)
    answer = Writing(cast, answers=row).sends(preview="1", own_words="Only a draft.")
    assert "Only a draft." in printed(answer)
    row.refresh_from_db()
    assert row.answered_at is None


def test_what_became_known_while_writing_stops_the_letter_and_keeps_the_words(cast):
    cast.signed_plan()
    row = came(cast)
    writing = Writing(cast, answers=row)
    cast.answers(saddle_numbness="new")
    answered = writing.sends(own_words="All is well.")
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Something new is known" in page
    assert "All is well." in page
    assert "Everything waits" in page
    row.refresh_from_db()
    assert row.answered_at is None


def test_a_letter_is_answered_once_and_the_second_keeps_what_they_wrote(cast):
    cast.signed_plan()
    row = came(cast)
    first, second = Writing(cast, answers=row), Writing(cast, answers=row)
    assert first.sends().status_code == 303
    late = second.sends(own_words="My long paragraph.")
    assert late.status_code == 409
    assert "My long paragraph." in late.content.decode()
    with pytest.raises(AnsweredAlready):
        answer_referral(referral=row, document={}, by=cast.therapist, now=NOW)


def test_a_sign_that_a_doctor_should_see_asks_for_a_letter_which_names_it(cast):
    cast.answers(**REFER)
    page = signed_in(cast.therapist).get(at(cast, "letters")).content.decode()
    assert "asks for a letter to a doctor" in page
    writing = Writing(cast)
    assert writing.sends(to="", own_words="").status_code == 422
    assert writing.sends(to="Dr House").status_code == 303
    row = Referral.objects.get()
    assert (row.way, row.party) == ("out", "Dr House")
    assert [one["tell"] for one in row.document["asks"]]
    assert row.document["asks"][0]["title"] in row.reason


def test_a_routine_sign_gets_a_letter_and_the_plan_goes_on(cast):
    cast.answers(**ROUTINE)
    cast.examines()
    assert "None is in force yet." in Writing(cast).page.content.decode()
    sign_plan(version=cast.plan(), by=cast.therapist, now=NOW)
    page = Writing(cast).page
    assert page.context["letter"].title == "Please look at this at the next visit"
    assert "Kind of plan" in page.content.decode()


def test_a_letter_that_was_sent_twice_by_one_form_is_one(cast):
    cast.answers()
    writing = Writing(cast)
    for _ in range(2):
        assert writing.sends(to="Dr House").status_code == 303
    assert Referral.objects.count() == 1


def test_a_letter_behind_an_alarm_names_no_exercise(cast):
    version = cast.signed_plan()
    cast.answers(saddle_numbness="new")
    page = Writing(cast).page.content.decode()
    assert "Everything waits until this was looked into" in page
    assert not [one for one in planned(version) if knowledge().interventions[one].title.clinician in page]


def test_letters_leave_entries_that_tell_no_reason(cast):
    row = came(cast, reason="Secret reason")
    refer_out(person=cast.patient, party="Dr B", reason="x", document={}, by=cast.therapist, now=NOW)
    answer_referral(referral=row, document={"a": 1}, by=cast.therapist, now=NOW)
    verbs = list(Entry.objects.filter(about="referral").values_list("verb", flat=True))
    assert verbs == ["referral.take", "referral.send", "referral.answer"]
    assert not [one for one in Entry.objects.values() if "Secret" in str(one)]


def test_a_letter_of_somebody_else_is_not_found(cast):
    theirs = take_referral(person=cast.other_patient, party="Dr B", reason="Pain", on=TODAY, by=cast.therapist, now=NOW)
    browser = signed_in(cast.therapist)
    assert browser.get(at(cast, "letter_pdf", theirs)).status_code == 404
    assert browser.get(at(cast, "letter") + f"?to={theirs.pk}").status_code == 404
    for odd in ("nonsense", "", "1"):
        assert browser.get(at(cast, "letter_pdf") + f"?letter={odd}").status_code == 404


def test_a_letter_without_an_answer_has_no_file(cast):
    assert signed_in(cast.therapist).get(at(cast, "letter_pdf", came(cast))).status_code == 404


@pytest.mark.parametrize("page", ["letters", "letter", "details"])
@pytest.mark.parametrize("who", ["therapist_elsewhere", "administrator", "patient_user"])
def test_nobody_else_finds_these_pages(cast, page, who):
    client = signed_in(getattr(cast, who))
    assert client.get(at(cast, page)).status_code == 404
    assert client.post(at(cast, page), {"to": "Dr A", "act": "change"}).status_code == 404


def test_more_letters_need_no_more_queries(cast, queries):
    cast.answers()
    came(cast)
    few = queries(signed_in(cast.therapist), at(cast, "letters"))
    for _ in range(3):
        came(cast)
    assert queries(signed_in(cast.therapist), at(cast, "letters")) == few > 0
