"""The handout: a plan on two to four pages that a person can stick on the fridge."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

import msgspec

from spinewise.dates import date_words, long_date_words, short_weekday, time_words
from spinewise.documents.beside import BesidePlan, beside_plan
from spinewise.documents.expecting import pregnancy_words
from spinewise.documents.paper import Size, check_figure, typeset
from spinewise.documents.sheet import instruction_sheet
from spinewise.documents.signs import stop_signs
from spinewise.documents.sources import Source, Sources
from spinewise.documents.week import Row, Series, Week, week_pattern
from spinewise.documents.words import Fact, dose_facts, how_often, joined, minutes_words, role_words
from spinewise.knowledge.ladders import Care, Level, Tier
from spinewise.knowledge.models import Exercise, Fault, KnowledgeBase, Modality
from spinewise.language import gettext as _
from spinewise.plan.types import Goal, Item, LeftOut, Plan, Session, Waiver
from spinewise.rules.facts import Answers
from spinewise.rules.truth import Truth

__all__ = ["Figures", "Handout", "handout", "handout_content", "instruction_sheet"]

Figures = Callable[[str], str]
MOST_PAGES = 4
ON_THE_SKIN = frozenset({"heat", "cold", "tens", "ultrasound", "iontophoresis", "laser", "tape"})
MOST_REASONS, MOST_NAMED = 8, 5


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What this is, for whom it was made, and until when it counts. Without a name: paper gets lost."""

    starts_on: str
    until: str
    review_on: str
    minutes_a_day: str
    category: str
    status: str
    about: str
    tier: str
    tier_means: str
    to_examine: str


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """What to do next, the visits, and what the person wants to do again."""

    title: str
    says: str
    step: str
    visits: tuple[str, ...]
    goals: tuple[str, ...]
    notes: tuple[str, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing, its description for those who do not see it, and how many times wider than high it is."""

    svg: str
    alt: str
    wider: float


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do."""

    title: str
    when: str
    anchors: str
    dose: tuple[Fact, ...]
    steps: tuple[str, ...]
    watch: str
    why: tuple[str, ...]
    plainly: str
    cites: tuple[int, ...]
    figure: Figure | None
    until: str


class Comfort(msgspec.Struct, frozen=True, kw_only=True):
    """Heat, cold or current beside the exercises: for how long, where, and when to stop. What is put `on_skin` may
    harm it, so the skin is looked at."""

    title: str
    when: str
    where: str
    dose: tuple[Fact, ...]
    steps: tuple[str, ...]
    check: str
    on_skin: bool
    stop_if: tuple[str, ...]
    settings: tuple[str, ...]
    plainly: str
    until: str
    in_clinic: bool
    cites: tuple[int, ...]
    figure: Figure | None


class TickCell(msgspec.Struct, frozen=True, kw_only=True):
    """A time to be ticked off, once for each of the weeks."""

    at: str
    weeks: tuple[int, ...]


class WeekRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item across seven days."""

    title: str
    minutes: str
    days: tuple[tuple[TickCell, ...], ...]


class WeekTable(msgspec.Struct, frozen=True, kw_only=True):
    """The week to tick off, and single dates that differ from it."""

    days: tuple[str, ...]
    weeks: int
    rows: tuple[WeekRow, ...]
    differs: tuple[str, ...]
    through_the_day: tuple[str, ...]


class Light(msgspec.Struct, frozen=True):
    """One light of the traffic light."""

    colour: str
    says: str


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Interventions left out for one reason; the first few by name, and how many more there are."""

    titles: tuple[str, ...]
    more: int
    level: Level
    says: str


class Waived(msgspec.Struct, frozen=True, kw_only=True):
    """A precaution set aside for one item: who, why and when."""

    item: str
    rule: str
    by: str
    reason: str
    on: str


class LessonPage(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth knowing."""

    title: str
    says: tuple[str, ...]
    cites: tuple[int, ...]


class Handout(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template prints."""

    size: Size
    plan_id: str
    knowledge: str
    engine: str
    header: Header
    next: NextStep
    exercises: tuple[Card, ...]
    through_the_day: tuple[Card, ...]
    comfort: tuple[Comfort, ...]
    week: WeekTable
    lights: tuple[Light, ...]
    stop_now: tuple[str, ...]
    stop_session: tuple[str, ...]
    flare_up: tuple[str, ...]
    left_out: tuple[Left, ...]
    lessons: tuple[LessonPage, ...]
    beside: BesidePlan
    waivers: tuple[Waived, ...]
    sources: tuple[Source, ...]
    disclaimer: str


def handout(
    plan: Plan,
    kb: KnowledgeBase,
    *,
    figures: Figures | None = None,
    size: Size = "a4",
    answers: Answers | None = None,
) -> bytes:
    """A plan as an accessible PDF: what to do, when, why, when to stop, and what was left out.

    Args:
        plan: an accepted plan; locked care has none and gets an instruction sheet instead.
        kb: the knowledge the plan was made with: every sentence comes from it.
        figures: gives the drawing of an intervention as SVG in literal colours, or nothing.
        size: the paper it is printed on.
        answers: what the plan was made from, for what stands beside it (own exercises, other treatments, work).

    Raises:
        UnprintableFigure: a drawing uses colours that only a screen can paint.
    """
    beside = beside_plan(answers, plan, kb) if answers is not None else BesidePlan()
    content = handout_content(plan, kb, figures=figures or _no_figure, size=size, beside=beside, answers=answers)
    return typeset("handout.typ", content, on=plan.proposal.starts_on, most_pages=MOST_PAGES)


def handout_content(
    plan: Plan,
    kb: KnowledgeBase,
    *,
    figures: Figures,
    size: Size = "a4",
    beside: BesidePlan | None = None,
    answers: Answers | None = None,
) -> Handout:
    """What the handout says, before it is set in type; without `answers` every sign is on it, and no pregnancy."""
    expecting = pregnancy_words(answers, kb) if answers is not None else ""
    sources = Sources(kb)
    exercises = [item for item in plan.proposal.items if item.intervention in kb.exercises]
    return Handout(
        size=size,
        plan_id=plan.id,
        knowledge=plan.stamp.knowledge_digest,
        engine=plan.stamp.engine,
        header=_header(plan, kb),
        next=_next_step(plan, kb, expecting),
        exercises=tuple(_card(item, kb, figures, sources) for item in exercises if not item.anchors),
        through_the_day=tuple(_card(item, kb, figures, sources) for item in exercises if item.anchors),
        comfort=tuple(_comfort(item, kb, figures, sources) for item in _passive(plan, kb)),
        week=_week_table(plan, kb),
        lights=tuple(Light(colour, says) for colour, says in kb.safety.traffic_light.items()),
        stop_now=kb.safety.stop_now if answers is None else stop_signs(answers, kb),
        stop_session=kb.safety.stop_session,
        flare_up=kb.safety.flare_up,
        left_out=_left_out(plan.left_out, kb),
        lessons=tuple(_lesson(lesson, kb, sources) for lesson in plan.proposal.lessons),
        beside=beside or BesidePlan(),
        waivers=tuple(_waived(waiver, kb) for waiver in plan.waivers),
        sources=sources.listed,
        disclaimer=kb.safety.disclaimer.patient,
    )


def _no_figure(_intervention: str) -> str:
    return ""


def _header(plan: Plan, kb: KnowledgeBase) -> Header:
    proposal, triage = plan.proposal, plan.triage
    tier = kb.tier(proposal.tier)
    unknown = [] if proposal.tier is Tier.FULL else _fact_names(triage.to_examine, kb)
    return Header(
        starts_on=long_date_words(proposal.starts_on),
        until=date_words(proposal.review_on),
        review_on=long_date_words(proposal.review_on),
        minutes_a_day=minutes_words(proposal.minutes_a_day),
        category=triage.category.value,
        status=triage.status.value,
        about=about_category(plan),
        tier=tier.title,
        tier_means=tier.tell.patient,
        to_examine=joined(unknown),
    )


def about_category(plan: Plan) -> str:
    """The kind of pain in the patient's words: what speaks for it, else what the triage says."""
    triage = plan.triage
    certain = [one for one in triage.findings if one.ruling.truth is Truth.YES]
    found = [one.tell.patient for one in certain if one.category is triage.category]
    return found[0] if found else triage.tell.patient


def _next_step(plan: Plan, kb: KnowledgeBase, expecting: str) -> NextStep:
    title, says, step = _what_follows(plan, kb)
    goals = (_goal(goal) for goal in plan.proposal.goals)
    return NextStep(
        title=title,
        says=says,
        step=step,
        visits=tuple(_visit(session, kb) for session in plan.proposal.sessions),
        goals=tuple(goals),
        notes=(*filter(None, [expecting]), *(note.says for note in plan.proposal.notes)),
    )


def _what_follows(plan: Plan, kb: KnowledgeBase) -> tuple[str, str, str]:
    """What the care says; but whoever was examined has begun, and is not sent to a first visit."""
    if plan.proposal.tier is Tier.FULL and plan.triage.care is Care.PHYSICAL_THERAPY:
        begun = _("It was made with what was found when you were examined.")
        if plan.proposal.sessions:
            return _("Start your plan"), begun, _("Do the exercises as they stand here, and come to your visits.")
        return _("Start your plan"), begun, _("Do the exercises as they stand here.")
    care = kb.care_text(plan.triage.care)
    return care.title.rstrip("."), care.tell.patient, care.next_step


def _goal(goal: Goal) -> str:
    return _("%(goal)s (we look at it on %(day)s)", goal=goal.wants, day=date_words(goal.review_on))


def _visit(session: Session, kb: KnowledgeBase) -> str:
    """A visit, with what is done at it in the patient's words; a visit may also just look at how it goes."""
    shown = joined([patient_title(name, kb) if name in kb.interventions else name for name in session.does])
    when = _("Week %(week)s, %(minutes)s", week=session.week, minutes=minutes_words(session.minutes))
    return f"{when}: {shown}" if shown else when


def _card(item: Item, kb: KnowledgeBase, figures: Figures, sources: Sources) -> Card:
    exercise = kb.exercises[item.intervention]
    reasons = tuple(reason.says for reason in item.reasons)
    return Card(
        title=exercise.title.patient,
        when=_when(item),
        anchors=joined(item.anchors),
        dose=dose_facts(item.dose),
        steps=exercise.steps,
        watch=watch_words(exercise.faults[0]) if exercise.faults else "",
        why=(exercise.purpose, *reasons) if exercise.purpose else reasons,
        plainly=exercise.say_plainly,
        cites=_cites(item, exercise, sources),
        figure=_figure(exercise.title.patient, figures(exercise.id)),
        until=_until(item),
    )


def watch_words(fault: Fault) -> str:
    """A fault and what helps: "The hips sink? Look up." What only a camera or somebody beside them sees is left out."""
    is_felt = fault.sees and not fault.off_by_deg and not fault.sees.startswith("the person ")
    if not is_felt:
        return fault.say
    return _("%(sees)s? %(say)s", sees=fault.sees[:1].upper() + fault.sees[1:], say=fault.say)


def _comfort(item: Item, kb: KnowledgeBase, figures: Figures, sources: Sources) -> Comfort:
    modality = kb.modalities[item.intervention]
    return Comfort(
        title=modality.title.patient,
        when=_when(item),
        where=modality.where_on_body.rstrip("."),
        dose=dose_facts(item.dose),
        steps=modality.steps,
        check=modality.response_check,
        on_skin=modality.demands.agent in ON_THE_SKIN,
        stop_if=modality.stop_if,
        settings=tuple(f"{one.name}: {one.setting}" for one in modality.parameters),
        plainly=modality.say_plainly.patient,
        until=_until(item),
        in_clinic=item.in_clinic,
        cites=_cites(item, modality, sources),
        figure=_figure(modality.title.patient, figures(modality.id)) if modality.home else None,
    )


def _passive(plan: Plan, kb: KnowledgeBase) -> list[Item]:
    return [item for item in plan.proposal.items if item.intervention in kb.modalities]


def _until(item: Item) -> str:
    return date_words(item.until) if item.until else ""


def _cites(item: Item, what: Exercise | Modality, sources: Sources) -> tuple[int, ...]:
    """Its own evidence is quoted; the rows behind the choice, which speak of whole programmes, are named."""
    behind = [row for reason in item.reasons for row in reason.evidence]
    return tuple(sorted({*sources.cite(what.evidence), *sources.cite(behind, quote=False)}))


def _when(item: Item) -> str:
    """The usual times, and how long it takes each time."""
    if not item.slots:
        return ""
    times = sorted({slot.at for slot in item.slots}, key=lambda at: (-_count(item, at), at))
    usual = sorted(times[: item.dose.times_a_day])
    longest = max(slot.minutes for slot in item.slots)
    return f"{joined([time_words(at) for at in usual])} · {minutes_words(longest)}"


def _count(item: Item, at: object) -> int:
    return sum(1 for slot in item.slots if slot.at == at)


def _figure(title: str, svg: str) -> Figure | None:
    if not svg:
        return None
    described = [html.unescape(text).strip() for text in re.findall(r"<desc[^>]*>(.*?)</desc>", svg, re.DOTALL)]
    alt = described[0] if described and described[0] else title
    return Figure(svg=check_figure(svg), alt=alt, wider=_wider(svg))


def _wider(svg: str) -> float:
    box = re.search(r'viewBox="([^"]*)"', svg)
    *_, wide, high = map(float, box[1].replace(",", " ").split()) if box else (1.0, 1.0)
    return wide / high


def _week_table(plan: Plan, kb: KnowledgeBase) -> WeekTable:
    week = week_pattern(plan)
    anchored = [item for item in plan.proposal.items if item.anchors]
    return WeekTable(
        days=tuple(short_weekday(day) for day in week.days),
        weeks=week.weeks,
        rows=tuple(_week_row(row, kb) for row in week.rows),
        differs=_differing(week, kb),
        through_the_day=tuple(_through_the_day(item, kb) for item in anchored),
    )


def _through_the_day(item: Item, kb: KnowledgeBase) -> str:
    often = how_often(item.dose)
    return f"{patient_title(item.intervention, kb)}: {often.number} {often.counts}"


def _week_row(row: Row, kb: KnowledgeBase) -> WeekRow:
    longest = max(tick.minutes for day in row.days for tick in day)
    return WeekRow(
        title=patient_title(row.intervention, kb),
        minutes=minutes_words(longest),
        days=tuple(tuple(TickCell(at=time_words(t.at), weeks=t.weeks) for t in day) for day in row.days),
    )


def _differing(week: Week, kb: KnowledgeBase) -> tuple[str, ...]:
    return tuple(_moved(series, kb) for series in week.differs)


def _moved(series: Series, kb: KnowledgeBase) -> str:
    title, day, at = patient_title(series.intervention, kb), date_words(series.on[0]), time_words(series.at)
    return _("%(day)s: %(title)s at %(time)s", day=day, title=title, time=at)


def _left_out(left: Iterable[LeftOut], kb: KnowledgeBase) -> tuple[Left, ...]:
    """Grouped by reason, because ten exercises that wait for one answer are one thing to know. The reasons
    that keep most away come first; paper has room for the main ones."""
    groups: dict[tuple[str, Level], list[str]] = {}
    for one in left:
        groups.setdefault((one.says, one.level), []).append(patient_title(one.intervention, kb))
    main = sorted(groups.items(), key=lambda group: -len(group[1]))[:MOST_REASONS]
    return tuple(
        Left(titles=tuple(titles[:MOST_NAMED]), more=max(0, len(titles) - MOST_NAMED), level=level, says=says)
        for (says, level), titles in main
    )


def _fact_names(facts: Iterable[str], kb: KnowledgeBase) -> list[str]:
    return [_in_a_sentence(kb.facts[fact].clinician) for fact in facts if fact in kb.facts]


def _in_a_sentence(name: str) -> str:
    """`Bone density` as `bone density`, but `MRI scan` as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def _lesson(lesson: str, kb: KnowledgeBase, sources: Sources) -> LessonPage:
    text = kb.lessons[lesson]
    return LessonPage(title=text.title, says=text.says, cites=sources.cite(text.evidence, quote=False))


def _waived(waiver: Waiver, kb: KnowledgeBase) -> Waived:
    rule = kb.precautions.get(waiver.rule)
    return Waived(
        item=patient_title(waiver.item, kb),
        rule=rule.title if rule else waiver.rule,
        by=f"{waiver.by}, {role_words(waiver.role)}",
        reason=waiver.reason,
        on=long_date_words(waiver.on),
    )


def patient_title(intervention: str, kb: KnowledgeBase) -> str:
    """What the person calls it."""
    return kb.interventions[intervention].title.patient
