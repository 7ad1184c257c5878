"""The pages of what is done: exercises by ladder, treatments, lessons, doses, bundles, tiers, measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spinewise.documents.review.alike import alike
from spinewise.documents.review.guideline_pages import side_by_side
from spinewise.documents.review.library import Library, area, exercise_page
from spinewise.documents.review.markdown import (
    bullets,
    heading,
    link,
    numbered,
    pairs,
    paragraph,
    safe,
    spaced,
    table,
    verbatim,
)  # fmt: skip
from spinewise.documents.review.parts import claims, contents, evidence_of, head, told
from spinewise.documents.review.words import (
    demands_words,
    dose_words,
    limits_words,
    options,
    pattern_words,
    plain_lines,
    suit_words,
)  # fmt: skip
from spinewise.knowledge.models import (
    Bundle,
    Dosing,
    Exercise,
    ExerciseProgramme,
    KnowledgeBase,
    Lesson,
    Measure,
    Modality,
    Norm,
    NormRow,
    Preset,
    ProgrammeBlock,
    TierRule,
)  # fmt: skip
from spinewise.rules.render import rule_words

SINGLE_TITLES = {
    "programme": "Defaults of a plan",
    "safety": "Safety words on every handout",
    "beside": "Words beside a plan",
    "crisis": "Whom to call in a crisis",
    "daily": "The days at home",
}


def exercises(library: Library) -> Iterator[str]:
    """Every ladder from its easiest step to its hardest."""
    yield from heading(1, "Exercises by ladder")
    yield from paragraph("What stands further in is harder. Rules see only what an exercise asks of the body.")
    yield from bullets(link(spaced(name), exercise_page(name)) for name in areas(library.kb))
    yield from heading(2, "Ladders", "ladders")
    yield from (f"{'  ' * depth}- {intervention(library, name)}" for name, depth in ladders(library.kb))
    yield ""
    yield from alike(library)


def areas(kb: KnowledgeBase) -> list[str]:
    """The areas that exercises are sorted by."""
    return sorted({area(name) for name in kb.exercises})


def exercises_of(library: Library, name: str) -> Iterator[str]:
    """The exercises of one area in full, each ladder upwards."""
    yield from heading(1, f"Exercises: {spaced(name)}")
    yield from paragraph(link("All ladders", "exercises.md"))
    inside = [one for one, _ in ladders(library.kb) if area(one) == name]
    for one in dict.fromkeys(inside):
        yield from exercise(library, library.kb.exercises[one])


def ladders(kb: KnowledgeBase) -> list[tuple[str, int]]:
    """Exercises with how far up their ladder they stand; one that is on two ladders is named on both."""
    named = {harder for one in kb.exercises.values() for harder in one.harder}
    steps: list[tuple[str, int]] = []
    for root in (name for name in kb.exercises if name not in named):
        climb(kb, root, 0, steps)
    return steps


def climb(kb: KnowledgeBase, name: str, depth: int, steps: list[tuple[str, int]]) -> None:
    """Add an exercise, and what is harder beneath it."""
    steps.append((name, depth))
    for harder in kb.exercises[name].harder:
        climb(kb, harder, depth + 1, steps)


def exercise(library: Library, one: Exercise) -> Iterator[str]:
    """One exercise in full, without its picture."""
    easier = [other.id for other in library.kb.exercises.values() if one.id in other.harder]
    yield from head(library, "exercises", one.id, one.title.clinician)
    yield from pairs(
        [
            ("For the patient", safe(one.title.patient)),
            ("Why", safe(one.purpose)),
            ("Aims", ", ".join(spaced(aim) for aim in one.aims)),
            ("Works on", ", ".join(spaced(target) for target in one.works_on)),
            ("Practises, when it is hard", ", ".join(spaced(task) for task in one.tasks)),
            ("Suits", suit_words(one.suits)),
            ("Needs", ", ".join(spaced(need) for need in one.needs) or "nothing"),
            *dosing_pairs(one.dose),
            ("Asks of the body", "; ".join(demands_words(one.demands)) or "nothing to speak of"),
            ("Easier", library.links("exercises", easier)),
            ("Harder", library.links("exercises", one.harder)),
            ("Standing", standing(one)),
            ("Said plainly", safe(one.say_plainly)),
        ]
    )
    yield from numbered(safe(step) for step in one.steps)
    faults = [
        f"{safe(fault.sees)}: “{safe(fault.say)}”" if fault.sees else f"“{safe(fault.say)}”" for fault in one.faults
    ]
    yield from pairs([("Common faults", "; ".join(faults))])
    yield from claims(library, one)
    yield from evidence_of(library, one)


def standing(one: Exercise) -> str:
    """How it gets into a plan."""
    said = ["general activity, before any examination" if one.general else ""]
    said += ["shown by a therapist first" if one.teach_first else ""]
    said += ["" if one.by_default else "only by a clinician's hand"]
    return "; ".join(words for words in said if words)


def dosing_pairs(dose: Dosing) -> list[tuple[str, str]]:
    """Where a dose starts and ends."""
    return [
        ("Start", dose_words(dose.start)),
        ("Up to", dose_words(dose.limit)),
        ("At least", limits_words(dose.least)),
        ("Grows by", spaced(dose.grow)),
    ]


def modalities(library: Library) -> Iterator[str]:
    """Treatments done to a person, with what six guidelines say."""
    yield from heading(1, "Treatments")
    yield from contents(library, "modalities")
    for one in library.kb.modalities.values():
        yield from modality(library, one)


def modality(library: Library, one: Modality) -> Iterator[str]:
    """One treatment in full."""
    yield from head(library, "modalities", one.id, one.title.clinician)
    yield from pairs([("For the patient", safe(one.title.patient)), ("Suits", suit_words(one.suits))])
    yield from paragraph("**Said plainly**")
    yield from told(one.say_plainly)
    yield from paragraph("**What the guidelines say**")
    yield from side_by_side(library, one.stance)
    yield from table(("Setting", "Value"), [(safe(each.name), safe(each.setting)) for each in one.parameters])
    yield from pairs(
        [
            *dosing_pairs(one.dose),
            ("Course", course(one)),
            ("Where", safe(one.where_on_body)),
            ("In the picture", safe(one.placement.says) if one.placement else ""),
            ("At home", "yes" if one.home else "no, in the clinic"),
            ("Consent asked", "yes" if one.consent else ""),
            ("In a plan by default", "yes" if one.by_default else "no"),
            ("Asks of the body", "; ".join(demands_words(one.demands))),
            ("Checked first", listed(one.check_first)),
            ("Stop if", listed(one.stop_if)),
            ("Does it help", safe(one.response_check)),
        ]
    )
    yield from numbered(safe(step) for step in one.steps)
    yield from claims(library, one)
    yield from evidence_of(library, one)


def listed(lines: Iterable[str]) -> str:
    """Sentences in one line."""
    return "; ".join(safe(line).rstrip(".") for line in lines)


def course(one: Modality) -> str:
    """How long and how often."""
    sessions = f", {one.course_sessions[0]} to {one.course_sessions[1]} sessions" if one.course_sessions else ""
    return f"{one.course_days} days{sessions}"


def lessons(library: Library) -> Iterator[str]:
    """What the patient reads."""
    yield from heading(1, "Lessons")
    yield from contents(library, "lessons")
    for one in library.kb.lessons.values():
        yield from lesson(library, one)


def lesson(library: Library, one: Lesson) -> Iterator[str]:
    """One lesson, as the patient reads it."""
    yield from head(library, "lessons", one.id, one.title)
    library_only = "" if one.by_default else "through a bundle or by a clinician's hand"
    yield from pairs([("Minutes", str(one.minutes)), ("Suits", suit_words(one.suits)), ("Given", library_only)])
    yield from bullets(safe(line) for line in one.says)
    yield from claims(library, one)
    yield from evidence_of(library, one)


def presets(library: Library) -> Iterator[str]:
    """Doses that the articles state, with today's evidence."""
    yield from heading(1, "Doses from the articles")
    yield from contents(library, "presets")
    for one in library.kb.presets.values():
        yield from preset(library, one)


def preset(library: Library, one: Preset) -> Iterator[str]:
    """One dose and what is known of it."""
    kind = {name: "exercises" if name in library.kb.exercises else "modalities" for name in one.for_interventions}
    yield from head(library, "presets", one.id, one.title)
    yield from pairs(
        [
            ("The articles say", safe(one.article_says)),
            ("The evidence says", safe(one.evidence_says)),
            ("Dose", dose_words(one.dose)),
            ("For", ", ".join(library.link(kind[name], name) for name in one.for_interventions)),
        ]
    )
    yield from evidence_of(library, one)


def bundles(library: Library) -> Iterator[str]:
    """What is usually chosen for whom."""
    yield from heading(1, "Bundles")
    yield from paragraph("What is usually chosen for a kind of pain and its stage, the most wanted first.")
    yield from contents(library, "bundles")
    for one in library.kb.bundles.values():
        yield from bundle(library, one)


def bundle(library: Library, one: Bundle) -> Iterator[str]:
    """One bundle."""
    yield from head(library, "bundles", one.id, one.id.removeprefix("bundles/").replace("_", " ").capitalize())
    yield from pairs(
        [
            ("Suits", suit_words((one.suits,))),
            ("Prefers", ", ".join(intervention(library, name) for name in one.prefers)),
            ("Aims", ", ".join(spaced(aim) for aim in one.aims)),
            ("Lessons", ", ".join(lesson_link(library, name) for name in one.lessons)),
            ("Avoids", ", ".join(intervention(library, name) for name in one.avoids)),
        ]
    )
    yield from evidence_of(library, one)


def intervention(library: Library, name: str) -> str:
    """A link to an exercise or a treatment by its name."""
    kind = "exercises" if name in library.kb.exercises else "modalities"
    one = library.kb.interventions.get(name)
    return library.link(kind, name, one.title.clinician if one else name)


def lesson_link(library: Library, name: str) -> str:
    """A link to a lesson by its title."""
    return library.link("lessons", name, library.kb.lessons[name].title)


def programmes(library: Library) -> Iterator[str]:
    """How much of which kind of exercise was studied, for how long and with how many visits."""
    yield from heading(1, "Programmes of exercise")
    yield from paragraph("A plan is the beginning of one or several of them. They say how long it usually takes.")
    yield from contents(library, "programmes")
    for one in library.kb.programmes.values():
        yield from programme(library, one)


def programme(library: Library, one: ExerciseProgramme) -> Iterator[str]:
    """One programme."""
    yield from head(library, "programmes", one.id, one.title.clinician)
    yield from told(one.tell)
    yield from pairs(
        [
            ("Suits", suit_words(one.suits)),
            ("Exercises", ", ".join(intervention(library, name) for name in one.exercises)),
            ("Minutes", span_words(one.minutes)),
            ("Days a week", span_words(one.days_a_week)),
            ("Weeks", span_words(one.weeks) or "goes on"),
            ("Visits in all", span_words(one.visits)),
            ("Visits a week", span_words(one.visits_a_week)),
            ("Chosen by preference", "in place of exercises at home" if one.instead else ""),
        ]
    )
    yield from bullets(block_words(block) for block in one.blocks)
    yield from claims(library, one)
    yield from evidence_of(library, one)


def span_words(span: tuple[int, int] | None) -> str:
    """`6 to 12`, or `6` where both ends are the same."""
    if span is None:
        return ""
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def block_words(block: ProgrammeBlock) -> str:
    """Some weeks of a programme in one line."""
    sets = f"{span_words(block.sets)} sets of {span_words(block.repetitions)}"
    return f"week {span_words(block.weeks)}: {sets}" + (f", {safe(block.note)}" if block.note else "")


def plan(library: Library) -> Iterator[str]:
    """What follows from a decision: kinds of care, tiers, defaults, what every handout carries."""
    yield from heading(1, "Care, tiers, defaults and safety words")
    yield from heading(2, "Kinds of care", "care")
    for name, care in library.kb.care.items():
        yield from head(library, "care", name, care.title)
        yield from told(care.tell)
        review = f"after {care.review_after_days} days" if care.review_after_days else ""
        yield from pairs([("Next step", safe(care.next_step)), ("Review", review)])
    yield from heading(2, "Tiers", "tiers")
    for name, tier in library.kb.tiers.items():
        yield from tier_part(library, name, tier)
    for name, title in SINGLE_TITLES.items():
        one = library.entries(name)[name]
        yield from head(library, name, name, title, level=2)
        fields = {field: getattr(one, field) for field in one.__struct_fields__ if field not in ("because", "evidence")}
        yield from plain_lines({field: value for field, value in to_plain(fields).items() if value is not None})
        yield ""
        yield from claims(library, one)
        yield from evidence_of(library, one)


def to_plain(fields: dict[str, object]) -> dict[str, object]:
    """Settings as ordinary values."""
    import msgspec

    built: dict[str, object] = msgspec.to_builtins(fields)
    return built


def tier_part(library: Library, name: str, tier: TierRule) -> Iterator[str]:
    """What one tier leaves out."""
    yield from head(library, "tiers", name, f"Tier {name}: {tier.title}")
    yield from pairs(
        [
            ("Only general activity", "yes" if tier.only_general else "no"),
            ("Items with caution", "allowed with a clinician's reason" if tier.cautions_allowed else "not allowed"),
        ]
    )
    yield from bullets(f"leaves out {pattern_words(pattern)}" for pattern in tier.leaves_out)
    yield from told(tier.tell)
    yield from bullets(f"{spaced(note)}: {safe(words)}" for note, words in tier.notes.items())
    yield from claims(library, tier)


def measures(library: Library) -> Iterator[str]:
    """Tests and measurements, then the norms they are read against."""
    yield from heading(1, "Measures and norms")
    yield from contents(library, "measures")
    for one in library.kb.measures.values():
        yield from measure(library, one)
    yield from heading(2, "Norms", "norms")
    for norm in library.kb.norms.values():
        yield from norm_part(library, norm)


def measure(library: Library, one: Measure) -> Iterator[str]:
    """One measure in full."""
    low, high = one.range
    yield from head(library, "measures", one.id, one.title.clinician)
    yield from pairs(
        [
            ("For the patient", safe(one.title.patient)),
            ("Unit", f"{safe(one.unit)}, {low:g} to {high:g}; better is {one.better}"),
            ("Norms", library.links("norms", one.norms)),
            ("Speaks for", "; ".join(f"{spaced(level)}: {options(aims)}" for level, aims in one.aims.items())),
            ("Take care", listed(one.guard)),
        ]
    )
    yield from numbered(safe(step) for step in one.method)
    if one.not_when is not None:
        yield from paragraph("**Not done when**")
        yield from verbatim(rule_words(one.not_when, library.kb.facts))
    change = {field: getattr(one.error, field) for field in one.error.__struct_fields__ if field != "because"}
    yield from plain_lines({"change": {name: value for name, value in change.items() if value not in (None, "", {})}})
    yield ""
    rows = [(spaced(level), safe(says.patient), safe(says.clinician)) for level, says in one.tell.items()]
    yield from table(("Finding", "The patient is told", "The clinician is told"), rows)
    yield from claims(library, one)
    yield from evidence_of(library, one)


def norm_part(library: Library, norm: Norm) -> Iterator[str]:
    """One table of reference values."""
    yield from head(library, "norms", norm.id, norm.title)
    yield from table((f"Who ({safe(norm.unit)})", "What is expected"), [norm_cells(row) for row in norm.rows])
    yield from claims(library, norm)
    yield from evidence_of(library, norm)


def norm_cells(row: NormRow) -> tuple[str, str]:
    """For whom, and what."""
    ages = f"{row.age[0]:g} to {row.age[1]:g} years" if row.age else ""
    whom = [safe(row.whom), options(row.sex), ages, options(row.side), "shown only" if row.shown_only else ""]
    return ", ".join(part for part in whom if part) or "anybody", "; ".join(expected(row))


def expected(row: NormRow) -> Iterator[str]:
    """What a row expects, in words."""
    if row.usual:
        yield f"usual {row.usual[0]:g} to {row.usual[1]:g}"
    if row.middle is not None:
        yield f"middle {row.middle:g}" + (f", spread {row.spread:g}" if row.spread is not None else "")
    if row.line is not None:
        parts = {name: getattr(row.line, name) for name in row.line.__struct_fields__}
        yield "line: " + ", ".join(f"{spaced(name)} {value:g}" for name, value in parts.items() if value)
    for name in ("borderline", "impaired"):
        cut = getattr(row, name)
        if cut is not None:
            bounds = {field: getattr(cut, field) for field in cut.__struct_fields__}
            yield f"{name} " + ", ".join(
                f"{spaced(field)} {value:g}" for field, value in bounds.items() if value is not None
            )
