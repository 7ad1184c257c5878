"""All pages by file name, the same for the same knowledge."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spinewise.documents.review import body_pages, care_pages, evidence_pages, fact_pages, guideline_pages, rule_pages
from spinewise.documents.review.files import Beyond
from spinewise.documents.review.library import RULE_KINDS, Library, area, evidence_page, exercise_page
from spinewise.documents.review.markdown import bullets, heading, link, paragraph, safe, spaced, table
from spinewise.documents.review.signing import to_sign, waiting
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.tree import Certainty

Page = Callable[[Library], Iterator[str]]
COMMAND = "python3 start.py knowledge pages -o docs/knowledge"
FRONT = "README.md"
MADE = f"Made by `{COMMAND}` from the files in knowledge/; do not edit it by hand."

KIND_WORDS = {"invariants": "promises", "modalities": "treatments", "care": "kinds of care", "starts": "reasons"}

PAGES: dict[str, tuple[str, Page, tuple[str, ...]]] = {
    "questions.md": ("Questions and facts", fact_pages.questions, ("questions", "facts")),
    "red-flags.md": ("Red flags", rule_pages.red_flags, ("red_flags",)),
    "categories.md": ("Categories, subgroups and labels", rule_pages.categories, ("categories",)),
    "when-to-start.md": ("When it is time for therapy", rule_pages.starts, ("starts",)),
    "starting-rungs.md": ("Where somebody starts on a ladder", rule_pages.starting_rungs, ("starting_rungs",)),
    "presumptions.md": ("What may be taken for granted", rule_pages.presumptions, ("presumptions",)),
    "contradictions.md": ("Answers that cannot both be true", rule_pages.contradictions, ("contradictions",)),
    "precautions.md": ("Precautions: two matrices and each row", rule_pages.precautions, ("precautions",)),
    "exercises.md": ("Exercises by ladder", care_pages.exercises, ("exercises",)),
    "modalities.md": ("Treatments", care_pages.modalities, ("modalities",)),
    "lessons.md": ("Lessons", care_pages.lessons, ("lessons",)),
    "presets.md": ("Doses from the articles", care_pages.presets, ("presets",)),
    "bundles.md": ("Bundles", care_pages.bundles, ("bundles",)),
    "programmes.md": ("Programmes of exercise", care_pages.programmes, ("programmes",)),
    "plan.md": ("Care, tiers, defaults and safety words", care_pages.plan, ("care", "tiers")),
    "measures.md": ("Measures and norms", care_pages.measures, ("measures", "norms")),
    "body-chart.md": ("The body chart", body_pages.body_chart, ()),
    "promises.md": ("Safety promises", rule_pages.promises, ("invariants",)),
    "sources.md": ("Sources", evidence_pages.sources, ("references", "addresses")),
    "where-guidelines-disagree.md": ("Where guidelines disagree", guideline_pages.disagreements, ()),
    "claims.md": ("Claims, checked", guideline_pages.claims_checked, ()),
    "to-sign.md": ("What waits for a clinician", to_sign, ()),
}


def review_pages(kb: KnowledgeBase, beyond: Beyond) -> dict[str, str]:
    """Every page, by file name."""
    library = Library(kb, beyond)
    pages = {FRONT: written(front(library))}
    pages |= {name: written(page(library)) for name, (_, page, _) in PAGES.items()}
    pages |= {exercise_page(name): written(care_pages.exercises_of(library, name)) for name in care_pages.areas(kb)}
    names = evidence_pages.evidence_names(library)
    return pages | {name: written(evidence_pages.evidence(library, name)) for name in names}


def written(lines: Iterator[str]) -> str:
    """A page as text, saying under its title how it is made."""
    title, *rest = lines
    return "\n".join([title, "", MADE, *rest]).rstrip() + "\n"


def front(library: Library) -> Iterator[str]:
    """The index, with what is waiting."""
    yield from heading(1, "What Spinewise knows")
    yield from paragraph(
        "For the clinician who reviews it: every rule, question, exercise and text, what it rests on and how sure that "
        f"is. {link('How to change it', '../../knowledge/README.md')} · {link('The safety case', '../safety-case.md')}"
    )
    yield from heading(2, "What waits for you", "waiting")
    yield from bullets(waiting_lines(library))
    yield from heading(2, "Pages", "pages")
    yield from table(
        ("Page", "Entries"), [(link(title, name), counts(library, kinds)) for name, (title, _, kinds) in PAGES.items()]
    )
    yield from heading(2, "Exercises in full", "exercises")
    yield from table(("Area", "Exercises"), area_lines(library))
    yield from heading(2, "Evidence", "evidence")
    yield from table(("Page", "On", "Rows"), evidence_lines(library))
    yield from heading(2, "How sure a line is", "certainty")
    yield from bullets(
        [
            "*high, moderate, low, very low*: how sure the evidence row is of what the line says",
            "**sign-off**: composed for this product, and waiting for a clinician",
            "**unverified**: no evidence row says so; the reason stands beside it",
            "**NEEDS CHECK**: a row whose figure has to be looked up in the paper",
        ]
    )


def waiting_lines(library: Library) -> Iterator[str]:
    """How many rules and lines there are, and how many wait."""
    kb = library.kb
    rules = sum(len(library.entries(kind)) for kind in RULE_KINDS)
    rows = sum(row.needs_check for row in kb.evidence.values())
    works = f"{len(kb.exercises)} exercises, {len(kb.modalities)} treatments"
    yield f"{rules} rules, {works}, {len(kb.evidence)} rows of evidence"
    yield link(f"{len(waiting(library, Certainty.SIGN_OFF))} lines to sign", "to-sign.md#sign-off")
    yield link(f"{len(waiting(library, Certainty.UNVERIFIED))} lines without evidence", "to-sign.md#unverified")
    yield link(f"{rows} rows of evidence that need a check", "to-sign.md#needs-check")


def counts(library: Library, kinds: tuple[str, ...]) -> str:
    """How many entries a page holds: `40 questions, 135 facts`."""
    return ", ".join(f"{len(library.entries(kind))} {kind_words(kind)}" for kind in kinds)


def kind_words(kind: str) -> str:
    """A kind as a reader calls it."""
    return KIND_WORDS.get(kind, kind.replace("_", " "))


def area_lines(library: Library) -> Iterator[tuple[str, str]]:
    """The pages of the exercises with how many they hold."""
    for name in care_pages.areas(library.kb):
        yield link(spaced(name), exercise_page(name)), str(sum(area(one) == name for one in library.kb.exercises))


def evidence_lines(library: Library) -> Iterator[tuple[str, str, str]]:
    """The pages of the evidence with their sections and rows."""
    for name in evidence_pages.evidence_names(library):
        inside = [one for one in library.beyond.sections if evidence_page(one.file) == name]
        titles = "; ".join(safe(one.title) for one in inside)
        yield link(evidence_pages.page_title(name), name), titles, str(sum(len(one.rows) for one in inside))
