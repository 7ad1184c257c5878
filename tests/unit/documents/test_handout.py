"""The handout says what a person needs, reads aloud, prints the same everywhere and keeps odd text harmless."""

import datetime as dt
import io
from itertools import pairwise

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from people import knowledge as real_knowledge
from spinewise.documents.handout import handout, handout_content, watch_words
from spinewise.documents.paper import UnprintableFigure, showable
from spinewise.knowledge.ladders import Tier
from spinewise.knowledge.models import Fault
from spinewise.plan.types import Goal, Why
from unit.documents.sample_plan import EVIDENCE, SAFETY, STARTS, drawing, items, knowledge, plan


@pytest.fixture(scope="module")
def printed() -> PdfReader:
    return read(handout(plan(), knowledge(), figures=drawing))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def words(pdf: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).split())


def tags(pdf: PdfReader) -> list[tuple[str, str]]:
    """Every structure element as its role and alternative text, in reading order."""
    found: list[tuple[str, str]] = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def content(a_plan=None, **changes):
    return handout_content(a_plan or plan(**changes), knowledge(), figures=drawing)


def test_it_has_two_to_four_pages(printed):
    assert 2 <= len(printed.pages) <= 4


def test_every_exercise_has_its_title_dose_steps_fault_and_reason(printed):
    for text in [
        "Point and reach on hands and knees",
        "Slide one leg back and reach the opposite arm forward.",
        "Your back is tipping. Lift the leg less.",
        "It trains your trunk to stay steady",
        "6, 4, 2",
        "times each side",
    ]:
        assert text in words(printed), text


def test_every_stop_sign_and_flare_up_step_is_on_it(printed):
    for text in (*SAFETY.stop_now, *SAFETY.stop_session, *SAFETY.flare_up, *SAFETY.traffic_light.values()):
        assert text in words(printed), text


def test_stop_signs_stay_when_nothing_else_is_left():
    bare = plan(items=(), lessons=(), sessions=(), goals=(), notes=())
    text = words(read(handout(replace(bare, left_out=(), waivers=()), knowledge())))
    assert all(sign in text for sign in SAFETY.stop_now)


def test_what_was_left_out_says_why(printed):
    assert "Curl up with weight, Toe touch" in words(printed)
    assert "Your bones are not known yet, so heavy bending waits." in words(printed)


def test_a_waiver_says_who_why_and_which_precaution(printed):
    for text in ["Joy Okafor, supervisor", "report seen", "Loaded bending when the spine may be fragile"]:
        assert text in words(printed), text


def test_comfort_has_an_end_and_a_skin_check(printed):
    for text in ["Last day: Sunday 6 December", "Look at your skin. Stop if:", "The skin is blotchy or blistered"]:
        assert text in words(printed), text


def test_a_date_that_differs_from_the_week_is_said(printed):
    assert "Thursday 3 December: Walk at 12:15" in words(printed)


def test_the_category_is_said_in_the_patients_words_and_its_status():
    header = content().header
    assert header.about.startswith("Your answers fit a nerve in your lower back")
    assert (header.category, header.status) == ("radiculopathy_or_stenosis", "working")


def test_the_category_falls_back_to_what_the_triage_says():
    base = plan()
    told = content(replace(base, triage=replace(base.triage, findings=()))).header.about
    assert told == "Your answers fit ordinary back pain."


def test_what_has_to_be_examined_is_named_until_somebody_has_examined():
    assert content().header.to_examine == "bone density and power of key muscles"
    assert content(tier=Tier.FULL).header.to_examine == ""


def test_evidence_is_cited_by_number_and_listed_once():
    made = content()
    numbers = {number for card in made.exercises for number in card.cites}
    assert numbers <= {source.number for source in made.sources}
    assert len({source.row for source in made.sources}) == len(made.sources)


def test_a_publication_is_spelt_out_and_an_unknown_key_is_kept():
    sources = {source.row: source.publications for source in content().sources}
    assert sources["ag-heat"] == ("French SD et al. Cochrane 2006.",)
    assert sources["ex-bird-dog"] == ("MCGILL",)


def test_a_statement_is_quoted_whole_for_what_is_done_and_only_named_for_what_is_taught():
    says = {source.row: source.says for source in content().sources}
    assert says["ex-bridge"] == EVIDENCE["ex-bridge"].statement
    assert says["ed-active"] == ""


def test_it_is_an_accessible_pdf_with_a_language_and_a_title(printed):
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 pypdf's boolean object
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert printed.metadata is not None
    assert printed.metadata.title == "Your plan from Monday 23 November 2026"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_every_figure_has_its_description(printed):
    figures = [alt for role, alt in tags(printed) if role == "/Figure"]
    assert len(figures) == 5
    assert "Two steps: the start and the end of hip/bridge." in figures


def test_headings_go_down_one_step_at_a_time(printed):
    levels = [int(role[2]) for role, _ in tags(printed) if role in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_week_is_a_table_with_headings(printed):
    roles = [role for role, _ in tags(printed)]
    assert roles.count("/Table") == 1
    assert roles.count("/TH") == 8


def test_the_same_plan_gives_the_same_bytes():
    assert handout(plan(), knowledge(), figures=drawing) == handout(plan(), knowledge(), figures=drawing)


def test_only_fonts_that_come_with_the_packages_are_used(printed):
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in printed.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith(("SourceSansPro", "LibertinusSerif", "DejaVuSansMono")) for name in fonts), fonts


def test_it_carries_no_name_of_the_person(printed):
    assert printed.metadata is not None
    assert printed.metadata.author == "Spinewise"


@pytest.mark.parametrize(
    "goal",
    [
        "Carry #2 boxes for $5 @ home",
        '#import "x" *bold* _it_ `code` <label> [x] \\ // /* {',
        "Jouer avec Zoë, Łukasz и Жанна",
        "לטייל עם דוד",
        "المشي مع فاطمة",
        "100 % ≤ 5 km → “home”",
    ],
)
def test_text_with_any_signs_is_printed_as_it_is(goal):
    pdf = read(handout(plan(goals=(Goal(wants=goal, review_on=STARTS),)), knowledge()))
    assert content(goals=(Goal(wants=goal, review_on=STARTS),)).next.goals[0].startswith(goal)
    if goal.isascii():
        assert goal.replace(" ", "") in words(pdf).replace(" ", "")


def test_a_picture_character_becomes_its_name():
    goal = Goal(wants="Dance 💃🏽 again", review_on=STARTS)
    assert "Dance (dancer) again" in words(read(handout(plan(goals=(goal,)), knowledge())))


def test_a_letter_that_no_font_has_becomes_a_box():
    goal = Goal(wants="散步", review_on=STARTS)
    assert "□□" in words(read(handout(plan(goals=(goal,)), knowledge())))


def test_odd_spaces_become_spaces_and_control_signs_vanish():
    assert showable("5\u00a0km\u2009and\u202fback\x00\r\u200e") == "5 km and back"


def test_an_accent_written_apart_stays():
    assert showable("Zoe\u0308") == "Zoe\u0308"


def test_a_figure_in_screen_colours_is_refused():
    with pytest.raises(UnprintableFigure, match="print palette"):
        handout(plan(), knowledge(), figures=lambda _: '<svg fill="var(--skin)"/>')


def test_a_plan_without_pictures_is_still_whole():
    text = words(read(handout(plan(), knowledge())))
    assert "Lie on your back with your knees bent and your feet flat." in text


def test_a_long_plan_keeps_every_item():
    note = Why(says="A long note about nothing much, said again. " * 40)
    made = read(handout(plan(items=items() * 2, notes=(note,)), knowledge(), figures=drawing))
    assert words(made).count("Kneel on your hands and knees with your back flat like a table.") == 2


def test_letter_paper_can_be_chosen():
    page = read(handout(plan(), knowledge(), size="us-letter")).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


def test_the_files_date_is_the_plans_and_not_the_clocks(printed):
    assert printed.metadata is not None
    assert printed.metadata.creation_date == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def test_a_remedy_comes_with_its_fault_but_not_with_the_name_of_a_measure():
    assert watch_words(Fault(sees="leg pain grows", say="Sit down.")) == "Leg pain grows? Sit down."
    assert watch_words(Fault(sees="trunk_flexion", off_by_deg=15, say="Your back rounds.")) == "Your back rounds."


def test_who_was_examined_is_not_sent_to_a_first_visit():
    care = knowledge().care_text(plan().triage.care)
    assert content().next.step == care.next_step
    assert content(tier=Tier.FULL).next.step == "Do the exercises as they stand here, and come to your visits."
    assert content(tier=Tier.FULL).next.says != care.tell.patient


def test_only_what_is_put_on_the_skin_says_to_look_at_it():
    heat = knowledge().modalities["modalities/heat"]
    by_hand = replace(heat, demands=replace(heat.demands, agent="mobilisation"))
    text = words(read(handout(plan(), knowledge(modalities={heat.id: by_hand}))))
    assert "Stop if:" in text
    assert "Look at your skin." not in text


def test_red_sends_new_weakness_to_help_and_not_only_to_rest():
    red = real_knowledge().safety.traffic_light["red"]
    assert "New numbness or weakness: stop, and get help now." in red
