"""What the rules do to ordinary people: shares, causes, and exercises that nobody is ever given.

    python3 start.py bench population              prints the page
    python3 start.py bench population --write      and writes docs/population.md
    python3 start.py bench population --people 500 a quick look

The people come from `tests/population.py`, where every figure names its evidence row or says that it is assumed.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from spinewise.assess.triage import triage
from spinewise.assess.types import Triage
from spinewise.knowledge import KnowledgeBase, load_knowledge
from spinewise.knowledge.ladders import Category, Level, Tier, Urgency
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.tier import tier_for
from spinewise.plan.types import Plan
from spinewise.rules.facts import Answers
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import YES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "population.md"
PROCESSES = 2
BOUND = 0.03
TWO_EXERCISES = 0.95
PART = 50
RARE = 0.0005


def read_generator() -> ModuleType:
    """`tests/population.py`, which has the same name as this file and is in no package."""
    spec = importlib.util.spec_from_file_location("generated_people", ROOT / "tests" / "population.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


population = read_generator()


class Outcome(NamedTuple):
    """What came out for one person; `exercises` are those cleared without a caution."""

    label: str
    serious: bool
    seen_today: bool
    urgency: Urgency
    care: str
    category: Category
    tier: Tier
    flags: tuple[tuple[str, Urgency], ...]
    monitored: tuple[str, ...]
    deciding: tuple[str, ...]
    exercises: int
    seconds: float

    @property
    def locked(self) -> bool:
        """Sent to somebody today, with everything locked."""
        return self.urgency.at_least(Urgency.URGENT)

    def locked_without(self, dropped: frozenset[str]) -> bool:
        """The same, had these rules not been there."""
        return any(urgency.at_least(Urgency.URGENT) for rule, urgency in self.flags if rule not in dropped)


class Chore(NamedTuple):
    """A part of a population to look at; `label` gives everybody the same disease."""

    first: int
    count: int
    seed: int
    label: str = ""
    settings: Any = population.PLAIN


# ---------------------------------------------------------------- the people, on two processes


@cache
def knowledge() -> KnowledgeBase:
    """Read once in each process."""
    return load_knowledge()


def drawn(chore: Chore) -> Iterator[Any]:
    """The people of one part."""
    for place in range(chore.first, chore.first + chore.count):
        seed = f"{chore.seed}/{place}"
        yield population.draw_person(knowledge(), seed=seed, label=chore.label, settings=chore.settings)


def outcomes_of(chore: Chore) -> list[Outcome]:
    """Triage and clearance for one part."""
    return [outcome_of(person) for person in drawn(chore)]


def outcome_of(person: Any) -> Outcome:
    """Triage and clearance for one person, timed together."""
    kb, began = knowledge(), time.process_time()
    found = triage(person.answers, kb)
    cleared = clear(person.answers, found, kb)
    seconds = time.process_time() - began
    going = [one for one in cleared if one.level is Level.GO and one.intervention in kb.exercises]
    return Outcome(
        label=person.label,
        serious=person.is_serious,
        seen_today=person.is_seen_today,
        urgency=found.urgency,
        care=found.care.value,
        category=found.category,
        tier=tier_for(found, person.answers, kb),
        flags=tuple((flag.rule, flag.urgency) for flag in found.flags),
        monitored=tuple(flag.rule for flag in found.monitored),
        deciding=() if person.is_serious else deciding(person.answers, found, kb),
        exercises=len(going),
        seconds=seconds,
    )


def deciding(answers: Answers, found: Triage, kb: KnowledgeBase) -> tuple[str, ...]:
    """Answers that alone make it urgent: had this one been "no", it would not be."""
    if not found.urgency.at_least(Urgency.URGENT):
        return ()
    tables = dict.fromkeys(row.fact for row in population.ROWS if row.fact not in STORY)
    return tuple(f"{fact}: {word(answers, fact)}" for fact in tables if is_calm_without(fact, answers, kb))


STORY = frozenset({"back_or_leg_pain", "thoracic_pain"})


def word(answers: Answers, fact: str) -> str:
    """An answer as the tables write it."""
    answer = answers.by_fact[fact]
    return answer.state.value if answer.state else str(answer.value).lower()


def is_calm_without(fact: str, answers: Answers, kb: KnowledgeBase) -> bool:
    """Whether a plain no to this fact makes it less than urgent."""
    if fact not in answers.by_fact:
        return False
    calm = population.plain_no(kb.facts[fact], answers.today)
    if calm.value == answers.value(fact):
        return False
    calmer = population.without_what_does_not_apply(answers.with_(calm), kb)
    known = Known(calmer, kb.facts)
    urgent = (flag for flag in kb.red_flags.values() if flag.urgency.at_least(Urgency.URGENT))
    return not any(truth_of(flag.when, known) is YES for flag in urgent)


def given_to(chore: Chore) -> Counter[str]:
    """How often each intervention is in an accepted plan."""
    counted: Counter[str] = Counter()
    for person in drawn(chore):
        found = triage(person.answers, knowledge())
        made = plan_for(
            person.answers,
            found,
            knowledge(),
            starts_on=person.answers.today,
        )
        counted["people"] += 1
        if isinstance(made, Plan):
            counted["plans"] += 1
            counted.update(item.intervention for item in made.proposal.items)
        else:
            counted["refused, not locked"] += tier_for(found, person.answers, knowledge()) is not Tier.LOCKED
    return counted


def parts(count: int, **more: Any) -> list[Chore]:
    """A population in parts that processes can share."""
    return [Chore(first, min(PART, count - first), **{"seed": 1, **more}) for first in range(0, count, PART)]


def gather(pool: Any, work: Callable[[Chore], Any], count: int, **more: Any) -> list[Any]:
    """The results of every part, in order, whichever process did it."""
    return pool.map(work, parts(count, **more), chunksize=1)


def people_of(pool: Any, count: int, **more: Any) -> list[Outcome]:
    """The outcomes of a whole population."""
    return list(itertools.chain.from_iterable(gather(pool, outcomes_of, count, **more)))


# ---------------------------------------------------------------- the page


def percent(part: int, whole: int) -> str:
    """A share in words that fit a table."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def common(counted: Counter[str], whole: int) -> list[tuple[str, int]]:
    """The most frequent first, without those too rare to be seen in a table."""
    return [(name, count) for name, count in counted.most_common() if count >= RARE * whole]


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(names) + " |", "|---" * len(names) + "|", *lines])


def urgencies(everyone: list[Outcome]) -> str:
    """The share sent to each tier, in three groups."""
    calm = well(everyone)
    weak = [one for one in everyone if one.monitored]
    groups = {"everybody": everyone, "no serious disease": calm, "at least one weak flag": weak}
    rows = [
        [
            urgency.value,
            *(percent(sum(one.urgency is urgency for one in group), len(group)) for group in groups.values()),
        ]
        for urgency in Urgency
    ]
    return table(["urgency", *(f"{name} ({len(group)})" for name, group in groups.items())], rows)


def the_bound(plain: list[Outcome], with_assumptions: list[Outcome]) -> str:
    """The clinical model's bound beside what was found, in both readings and from both populations."""
    drawn_from = {"evidence base rates alone": plain, "with every assumption listed below": with_assumptions}
    rows = [[name, told(well(people)), told(not_to_be_seen_today(people))] for name, people in drawn_from.items()]
    flagged = sum(bool(one.flags or one.monitored) for one in with_assumptions)
    return (
        f"Urgent or emergency, of people with no serious disease; the clinical model asks for under {BOUND:.0%} from "
        "evidence base rates:\n\n"
        + table(["drawn from", "no serious disease", "of those, neither feverish nor freshly injured"], rows)
        + "\n\nFever, and a hard blow that nobody has taken a picture of, are urgent by the rows themselves "
        "(`rule-infection`, `rule-fracture`), and the same rows say how often people without a broken or infected "
        "spine have them. Those two alone are near the bound, so it holds for what our own combinations of signs add "
        "and not for everything together (docs/adr/0007-the-three-per-cent-bound.md).\n\n"
        f"With at least one flag of any kind: {percent(flagged, len(with_assumptions))}; the published cohort had "
        "80.4% (`rule-no-flag-count`)."
    )


def well(people: Iterable[Outcome]) -> list[Outcome]:
    """Those with no serious disease."""
    return [one for one in people if not one.serious]


def not_to_be_seen_today(people: Iterable[Outcome]) -> list[Outcome]:
    """Those with no serious disease, no fever and no injury."""
    return [one for one in well(people) if not one.seen_today]


def locked_share(people: list[Outcome]) -> float:
    """The share sent to somebody today."""
    return sum(one.locked for one in people) / len(people)


def told(people: list[Outcome]) -> str:
    """The share with its verdict."""
    share = locked_share(people)
    return f"{share:.1%}, {'under' if share < BOUND else '**not under**'} {BOUND:.0%} ({len(people)} people)"


def rule_causes(everyone: list[Outcome]) -> str:
    """Which rules make it urgent without serious disease: alone, and together with others."""
    calm = well(everyone)
    locked = [one for one in calm if one.locked]
    urgent = [rule for one in locked for rule, urgency in one.flags if urgency.at_least(Urgency.URGENT)]
    rows = []
    for rule, count in common(Counter(urgent), len(calm)):
        alone = sum(not one.locked_without(frozenset({rule})) for one in locked)
        cites = ", ".join(f"`{row}`" for row in knowledge().red_flags[rule].evidence)
        rows.append(
            [f"`{rule.removeprefix('red_flags/')}`", percent(count, len(calm)), percent(alone, len(calm)), cites]
        )
    return table(["rule", "raised in", "gone without it", "evidence of the rule"], rows)


def answer_causes(everyone: list[Outcome]) -> str:
    """Which single answers make it urgent without serious disease, and where their share in the population is from."""
    calm = well(everyone)
    counted = Counter(answer for one in calm for answer in one.deciding)
    rows = [
        [f"`{answer}`", percent(count, len(calm)), share_source(answer)] for answer, count in common(counted, len(calm))
    ]
    locked = [one for one in calm if one.locked]
    by_rows = sum(any(rests_on_a_row(answer) for answer in one.deciding) for one in locked)
    by_guess = sum(bool(one.deciding) for one in locked) - by_rows
    return (
        table(["answer", "without it not urgent", "how common it was drawn, and why"], rows)
        + f"\n\nDecided by an answer whose share an evidence row gives: {percent(by_rows, len(calm))}; only by answers "
        + f"whose share is assumed: {percent(by_guess, len(calm))}; by several reasons, none of them alone: "
        + f"{percent(len(locked) - by_rows - by_guess, len(calm))}."
    )


def rows_about(answer: str) -> list[Any]:
    """The tables' rows about an answer among people without the disease that it points to."""
    fact, _, value = answer.partition(": ")
    about = [row for row in population.ROWS if (row.fact, row.value) == (fact, value) and row.share]
    return [row for row in about if row.group not in population.LABELS]


def rests_on_a_row(answer: str) -> bool:
    """Whether an evidence row gives the share."""
    return any(row.source != population.ASSUMPTION for row in rows_about(answer))


def share_source(answer: str) -> str:
    """The shares of an answer, with where each is from."""
    return "; ".join(f"{100 * row.share:g}% of {row.group} ({named(row.source)})" for row in rows_about(answer))


def against_the_bound(everyone: list[Outcome]) -> str:
    """Evidence rows whose own figure for people without the disease brings them to a rule that is urgent."""
    calm = well(everyone)
    counted = Counter(answer for one in calm for answer in one.deciding if rests_on_a_row(answer))
    rows = [
        [f"`{answer}`", percent(count, len(calm)), rules_behind(answer, calm), figures_behind(answer)]
        for answer, count in common(counted, len(calm))
    ]
    return table(
        ["answer", "without it not urgent", "rule that it raises", "figure of the row that gives its share"], rows
    )


def rules_behind(answer: str, calm: list[Outcome]) -> str:
    """The rules that this answer raised."""
    rules = Counter(rule for one in calm if answer in one.deciding for rule in locking_rules([one]))
    return ", ".join(f"`{rule.removeprefix('red_flags/')}`" for rule, _ in rules.most_common(3))


def figures_behind(answer: str) -> str:
    """The rows in their own words."""
    sources = dict.fromkeys(row.source for row in rows_about(answer) if row.source != population.ASSUMPTION)
    return "; ".join(f"`{source}`: {knowledge().evidence[source].figures}".replace("|", "/") for source in sources)


def named(source: str) -> str:
    """A row's id as code, an assumption as a word."""
    return source if source == population.ASSUMPTION else f"`{source}`"


def step_by_step(everyone: list[Outcome]) -> str:
    """Rules dropped one after another, the one that frees most people first, until the bound would hold."""
    calm = well(everyone)
    dropped: frozenset[str] = frozenset()
    rows = []
    while (left := sum(one.locked_without(dropped) for one in calm)) >= BOUND * len(calm):
        best = min(locking_rules(calm) - dropped, key=lambda rule: (still_locked(calm, dropped | {rule}), rule))
        dropped |= {best}
        rows.append([f"`{best.removeprefix('red_flags/')}`", percent(still_locked(calm, dropped), len(calm))])
    if not rows:
        return f"The bound holds as it is ({percent(left, len(calm))})."
    return table(["dropped in turn", "then urgent or emergency"], rows)


def locking_rules(people: list[Outcome]) -> frozenset[str]:
    """Every rule that made something urgent."""
    return frozenset(rule for one in people for rule, urgency in one.flags if urgency.at_least(Urgency.URGENT))


def still_locked(people: list[Outcome], dropped: frozenset[str]) -> int:
    """How many would still be sent somewhere today."""
    return sum(one.locked_without(dropped) for one in people)


def categories(everyone: list[Outcome]) -> str:
    """The category given, beside the share that the evidence expects."""
    expected = {
        Category.NONSPECIFIC: "about 85-95% (`cat-nonspecific`)",
        Category.RADICULOPATHY_OR_STENOSIS: "about 5-10% (`cat-radicular`)",
        Category.NON_SPINAL: "about 2% (`cat-nonspinal`)",
        Category.OTHER_SPECIFIC: "about 1% (`cat-specific`)",
    }
    ordinary = [one for one in everyone if not one.urgency.at_least(Urgency.REFER)]
    groups = (everyone, ordinary)
    rows = [
        [
            kind.value,
            *(percent(sum(one.category is kind for one in group), len(group)) for group in groups),
            expected[kind],
        ]
        for kind in Category
    ]
    note = "A flag from `refer` upwards puts somebody in the category that it points to until it is looked into."
    return table(["category", "everybody", "below refer", "evidence"], rows) + f"\n\n{note}"


def two_exercises(everyone: list[Outcome]) -> str:
    """Whether self-referred people without a flag that stands get something to do."""
    rows = []
    for name, group in {
        "no flag at all": [one for one in everyone if one.urgency is Urgency.NONE],
        "no flag but watched ones": [one for one in everyone if one.urgency in (Urgency.NONE, Urgency.MONITOR)],
    }.items():
        low = [one for one in group if one.tier is Tier.LOW_LOAD]
        enough = sum(one.exercises >= 2 for one in low)
        least = min((one.exercises for one in low), default=0)
        rows.append([name, len(low), percent(enough, len(group)), least, f"≥ {TWO_EXERCISES:.0%}"])
    return table(["self-referred, tier L", "people", "two exercises or more", "fewest", "asked"], rows)


def by_label(pool: Any, count: int) -> str:
    """What happens to people who do have something: so many of each, whatever their base rate."""
    rows = []
    for label in population.LABELS:
        group = people_of(pool, count, label=label, seed=2)
        shares = [percent(sum(one.urgency is urgency for one in group), count) for urgency in Urgency]
        kinds = Counter(one.category.value for one in group).most_common(1)
        rows.append([label, *shares, f"{kinds[0][0]} {percent(kinds[0][1], count)}"])
    return table([f"really has ({count} each)", *(urgency.value for urgency in Urgency), "category most given"], rows)


def variants(pool: Any, count: int) -> str:
    """The same bound when the assumptions are wrong."""
    cases = {
        "as listed": population.PLAIN,
        "every small assumed share halved": population.Settings(assumed=0.5),
        "every small assumed share doubled": population.Settings(assumed=2.0),
        "one answer in 200 is “not sure”": population.Settings(not_sure=0.005),
    }
    rows = []
    for name, settings in cases.items():
        calm = well(people_of(pool, count, settings=settings, seed=3))
        locked, refer = sum(one.locked for one in calm), sum(one.urgency is Urgency.REFER for one in calm)
        rows.append([name, percent(locked, len(calm)), percent(refer, len(calm)), most_deciding(calm)])
    head = [f"no serious disease ({count} drawn)", "urgent or emergency", "refer", "most often because of"]
    return table(head, rows)


def most_deciding(calm: list[Outcome]) -> str:
    """The answers that most often decide alone."""
    counted = Counter(answer for one in calm for answer in one.deciding)
    return ", ".join(f"`{answer}` {percent(count, len(calm))}" for answer, count in counted.most_common(4))


def given(pool: Any, count: int) -> str:
    """Which interventions are in plans, and which never are."""
    kb = knowledge()
    counted: Counter[str] = Counter()
    for settings in (population.PLAIN, population.Settings(examined=True)):
        counted += sum(gather(pool, given_to, count, settings=settings, seed=4), Counter())
    by_default = [one.id for one in kb.exercises.values() if one.by_default]
    alone = [one.id for one in kb.modalities.values() if one.by_default or (one.home and not one.consent)]
    ordered = sorted((*by_default, *alone), key=lambda one: (-counted[one], one))
    rows = [[f"`{one}`", counted[one]] for one in ordered]
    never = [one for one in (*by_default, *alone) if not counted[one]]
    names = ", ".join(f"`{one}`" for one in never) or "none"
    head = f"{counted['people']} people, half of them examined; {counted['plans']} accepted plans; "
    head += f"{counted['refused, not locked']} not locked and yet without a plan (their wishes clash)."
    what = "exercises given by default and treatments a person may use alone, by people who name no favourites"
    return f"{head}\n\nNever in a plan, of {what}: {names}.\n\n" + table(["intervention", "plans"], rows)


def speed(everyone: list[Outcome]) -> str:
    """Triage and clearance together, on both processes."""
    rate = PROCESSES * len(everyone) / sum(one.seconds for one in everyone)
    cpu = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{rate:.0f} people a second for triage and clearance, on {PROCESSES} processes, by processor time ({cpu})."


def assumptions() -> str:
    """Where the figures are from."""
    counted = population.sources()
    rows = [[named(source), count] for source, count in sorted(counted.items(), key=lambda one: -one[1])]
    notes = [f"- {name}: {100 * label.share:.2g}%, {named(label.source)}{'; ' + label.note if label.note else ''}"
             for name, label in population.LABELS.items()]  # fmt: skip
    turns = [f"- {turn.label} with `{turn.fact}: {turn.value}`, {named(turn.source)}" for turn in population.TURNS]
    silent = ", ".join(f"`{fact}`" for fact in population.never_drawn(knowledge())) or "none"
    return "\n".join(
        [
            *notes,
            "",
            "Seriously ill as well, because the sign is itself what has to be seen:",
            "",
            *turns,
            "",
            f"Facts that everybody answers no: {silent}.",
            "",
            table(["figures rest on", "how many"], rows),
        ]
    )


def page(pool: Any, count: int) -> str:
    """Everything, in order."""
    everyone = people_of(pool, count)
    plain = people_of(pool, count, settings=population.Settings(assumed=0.0))
    few = max(count // 5, PART)
    sections = {
        "How soon": urgencies(everyone),
        "The bound": the_bound(plain, everyone),
        "Which rules": rule_causes(everyone),
        "Which answers": answer_causes(everyone),
        "Rows that stand against the bound": against_the_bound(everyone),
        "Until the bound would hold": step_by_step(everyone),
        "If the assumptions are wrong": variants(pool, few),
        "People who do have something": by_label(pool, max(count // 50, PART)),
        "Which kind of pain": categories(everyone),
        "Something to do": two_exercises(everyone),
        "What is chosen": given(pool, max(count // 20, PART)),
        "Where the figures are from": assumptions(),
        "Speed": speed(everyone),
    }
    head = (
        "# A population, and what the rules do to it\n\n"
        "Made by `python3 start.py bench population --write`; not edited by hand.\n\n"
        f"{count} ordinary adults with back pain are drawn from base rates (`tests/population.py`), each labelled "
        "with what they really have. Their answers are triaged and cleared as a self-referral. The share of an answer "
        "comes from an evidence row where there is one; the rest is an assumption and is named as such. So this page "
        "shows how the rules behave, not how the world is. No rule was weakened to meet a bound; what was settled on "
        "the way is in docs/adr/0007-the-three-per-cent-bound.md.\n\n"
        f"Knowledge {knowledge().digest[:12]}.\n"
    )
    return head + "\n".join(f"\n## {title}\n\n{text}" for title, text in sections.items()) + "\n"


def main(words: list[str] | None = None) -> None:
    """Draw, measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=10_000, help="how many to draw")
    asked.add_argument("--write", action="store_true", help="write docs/population.md")
    given_words = asked.parse_args(words)
    knowledge()
    with get_context().Pool(PROCESSES) as pool:
        text = page(pool, given_words.people)
    print(text)
    if given_words.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
