"""A plan, or a refusal, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spinewise.cli.ink import Page
from spinewise.cli.show_triage import pain_words
from spinewise.dates import date_words, time_words
from spinewise.documents.week import Tick, week_pattern
from spinewise.documents.words import dose_line, joined, minutes_words
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Exercise, KnowledgeBase, Modality
from spinewise.plan.types import Item, LeftOut, Plan, Refusal, Why

MOST_NAMED = 6
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show_plan(plan: Plan, kb: KnowledgeBase, page: Page) -> None:
    """The whole plan."""
    proposal = plan.proposal
    page.lines.append(page.ink(f" Plan from {date_words(proposal.starts_on)} ", "routine"))
    page.gap()
    page.pairs(
        [
            ("For", pain_words(plan.triage)),
            ("Tier", f"{proposal.tier.value} · {kb.tier(proposal.tier).title}"),
            ("Time", f"up to {minutes_words(proposal.minutes_a_day)} a day, {proposal.zone}"),
            ("Review", date_words(proposal.review_on)),
            ("Goals", joined([goal.wants for goal in proposal.goals])),
        ]
    )
    page.heading("What to do")
    show_items(proposal.items, kb, page)
    show_week(plan, kb, page)
    show_sessions(plan, kb, page)
    show_lessons(plan, kb, page)
    for note in proposal.notes:
        page.gap()
        page.say(note.says)
    show_left_out(plan.left_out, kb, page)
    show_waivers(plan, page)
    page.gap()
    page.say(f"plan {plan.id[:12]} · knowledge {plan.stamp.knowledge_digest[:12]}", colour="soft")


def show_items(items: tuple[Item, ...], kb: KnowledgeBase, page: Page) -> None:
    """Every item; a reason that several share is said once, above them."""
    shared = [why for why, count in Counter(why for item in items for why in item.reasons).items() if count > 1]
    for why in shared:
        show_why_line(why, page, indent=2)
    for item in items:
        show_item(item, kb, page, said=shared)


def show_why_line(why: Why, page: Page, *, indent: int) -> None:
    """One reason with its evidence rows."""
    rests = f" [{', '.join(why.evidence)}]" if why.evidence else ""
    page.say(why.says + rests, indent=indent, bullet="why", colour="why")


def title_of(intervention: str, kb: KnowledgeBase) -> str:
    """The clinician's name for an intervention."""
    return kb.interventions[intervention].title.clinician


def show_item(item: Item, kb: KnowledgeBase, page: Page, *, said: Sequence[Why] = ()) -> None:
    """One item: name, dose, when, until when, and why, unless that was said already."""
    page.gap()
    page.lines.append("  " + page.ink(title_of(item.intervention, kb), "act") + f"  {item.intervention}")
    page.say(dose_line(item.dose), indent=4)
    if item.anchors:
        page.say("Through the day: " + joined(item.anchors), indent=4)
    if item.until:
        page.say(f"Until {date_words(item.until)}", indent=4, colour="now")
    for why in item.reasons:
        if why not in said:
            show_why_line(why, page, indent=4)


def show_week(plan: Plan, kb: KnowledgeBase, page: Page) -> None:
    """Seven columns of times, the rhythm of the plan."""
    week = week_pattern(plan)
    if not week.rows:
        return
    page.heading("The week")
    names = [title_of(row.intervention, kb) for row in week.rows]
    wide = min(max(len(name) for name in names), page.width - 7 * 7 - 2)
    days = "".join(f"{DAY_NAMES[day.weekday()]:>7}" for day in week.days)
    page.verbatim(" " * (wide + 2) + days, colour="soft")
    for name, row in zip(names, week.rows, strict=True):
        for deep in range(max(len(ticks) for ticks in row.days)):
            label = shortened(name, wide) if deep == 0 else ""
            page.verbatim("  " + label.ljust(wide) + "".join(_cell(ticks, deep) for ticks in row.days))
    for moved in week.differs:
        what = title_of(moved.intervention, kb)
        page.say(f"On {date_words(moved.on[0])}, {what.lower()} is at {time_words(moved.at)}.", indent=2)


def shortened(name: str, wide: int) -> str:
    """A name cut to a width, with a mark where it was."""
    return name if len(name) <= wide else name[: wide - 1].rstrip() + "…"


def _cell(ticks: tuple[Tick, ...], deep: int) -> str:
    return f"{time_words(ticks[deep].at) if deep < len(ticks) else '·':>7}"


def show_sessions(plan: Plan, kb: KnowledgeBase, page: Page) -> None:
    """Visits to the clinic, if there are any."""
    if not plan.proposal.sessions:
        return
    page.heading("Visits")
    for session in plan.proposal.sessions:
        does = joined([title_of(name, kb).lower() for name in session.does]) or "review"
        page.say(f"Week {session.week}, about {minutes_words(session.minutes)}: {does}", indent=2, bullet="·")


def show_lessons(plan: Plan, kb: KnowledgeBase, page: Page) -> None:
    """What is worth reading."""
    if plan.proposal.lessons:
        page.heading("Worth knowing")
        for lesson in plan.proposal.lessons:
            page.say(kb.lessons[lesson].title, indent=2, bullet="·")


def show_left_out(left_out: tuple[LeftOut, ...], kb: KnowledgeBase, page: Page) -> None:
    """What is not in the plan, why, and what would change that."""
    if not left_out:
        return
    page.heading(f"Left out ({len(left_out)} of {len(kb.interventions)})")
    alike: dict[tuple[str, str], list[str]] = {}
    for one in left_out:
        alike.setdefault((one.level.value, one.says), []).append(title_of(one.intervention, kb))
    for (level, says), names in alike.items():
        page.say(named(names), indent=2, colour="strong")
        page.say(f"{level}: {says}", indent=4)


def named(names: list[str]) -> str:
    """The first few by name, and how many more there are; `spinewise why` tells of each."""
    more = f", and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more


def show_waivers(plan: Plan, page: Page) -> None:
    """Precautions set aside, by whom and why."""
    if plan.waivers:
        page.heading("Set aside by a clinician")
        for waiver in plan.waivers:
            words = f"{waiver.rule} for {waiver.item}: {waiver.reason} — {waiver.by}, {waiver.on}"
            page.say(words, indent=2, bullet="·")


def show_refusal(refusal: Refusal, kb: KnowledgeBase, page: Page) -> None:
    """What clashes, and the nearest plan that works."""
    page.lines.append(page.ink(" No plan as asked ", "refer"))
    page.heading("What clashes")
    for clash in refusal.clashes:
        page.say(clash.says, indent=2, bullet="·")
    if refusal.nearest is None:
        return
    page.heading("The nearest plan that works")
    if refusal.gives_up:
        page.say("It gives up: " + joined(list(refusal.gives_up)), indent=2)
    show_items(refusal.nearest.items, kb, page)


def show_standing(one: Exercise | Modality, kb: KnowledgeBase, page: Page) -> None:
    """What the guidelines say, side by side."""
    if not isinstance(one, Modality):
        return
    row = kb.evidence[one.stance]
    page.heading("What the guidelines say")
    page.pairs([(kb.guidelines.get(key, key), stance_words(stance)) for key, stance in row.stances.items()], indent=2)
    page.say(one.say_plainly.clinician, indent=2)


STANCES = {
    "R": "recommended, or may be offered", "C": "conditional", "X": "advise against", "-": "no statement",
    "P": "only as part of a package", "n/a": "does not apply", "in_words": "",
}  # fmt: skip


def stance_words(stance: dict[str, str]) -> str:
    """A guideline's position with its note."""
    words = [STANCES.get(stance.get("code", ""), stance.get("code", "")), stance.get("note", "")]
    return " · ".join(word for word in words if word)


LEVEL_COLOURS = {Level.GO: "routine", Level.CAUTION: "refer", Level.HOLD: "refer", Level.EXCLUDE: "urgent"}
