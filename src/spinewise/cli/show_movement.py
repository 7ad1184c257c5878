"""What is derived from one movement, in plain lines: what is counted, target angles, and the words of a repetition."""

from __future__ import annotations

from collections.abc import Iterable

from spinewise.cli.ink import Page
from spinewise.cli.pictures import movement_of
from spinewise.knowledge.models import Exercise, KnowledgeBase
from spinewise.motion.cues import Cue, cues_of
from spinewise.motion.demands import DerivedDemands, derived_demands
from spinewise.motion.signature import Driver, HoldWindow, Signature, signature_of


def show_signatures(interventions: Iterable[str], kb: KnowledgeBase, page: Page) -> None:
    """`spinewise figure ID --signature`, one after another.

    Raises:
        InputError: one has no movement.
    """
    for intervention in interventions:
        show_signature(intervention, kb, page)


def show_signature(intervention: str, kb: KnowledgeBase, page: Page) -> None:
    """Everything that follows from the movement besides its picture."""
    movement = movement_of(intervention, kb)
    exercise = kb.interventions[intervention]
    assert isinstance(exercise, Exercise)
    dose = exercise.dose.start
    signature = signature_of(movement)
    page.heading(f"{exercise.title.clinician} ({signature.view} view)")
    _show_counting(signature, page)
    _show_targets(signature, page)
    _show_cues(cues_of(movement, dose=dose, steps=exercise.steps, speech=kb.speech), page)
    _show_demands(derived_demands(movement, dose), page)


def _show_counting(signature: Signature, page: Page) -> None:
    driver = signature.driver
    page.pairs(
        [
            ("Counts", signature.counts),
            ("Driver", _driver_words(driver) if driver else ""),
            ("No driver", signature.why_no_driver),
            ("Quickest", f"{signature.quickest_s:g} s"),
        ]
    )
    page.pairs([("Hold", _hold_words(hold)) for hold in signature.holds])


def _driver_words(driver: Driver) -> str:
    way = "rises" if driver.rises else "falls"
    return (
        f"{words(driver.angle)} {way} from {driver.rest_deg:.0f} to {driver.target_deg:.0f} degrees; "
        f"done past {driver.reached_deg:.0f}, over when back past {driver.back_deg:.0f}"
    )


def _hold_words(hold: HoldWindow) -> str:
    long = "as prescribed" if hold.seconds is None else f"for {hold.seconds:g} s"
    return f"at '{hold.key}' between {hold.low_deg:.0f} and {hold.high_deg:.0f} degrees, {long}"


def _show_targets(signature: Signature, page: Page) -> None:
    page.heading("Target angles, in degrees")
    keys = list(dict.fromkeys(target.key for target in signature.targets))
    by_joint: dict[str, list[str]] = {}
    for target in signature.targets:
        by_joint.setdefault(target.angle, []).append(f"{target.degrees:.0f}")
    page.pairs([("", ", then ".join(keys)), *((words(name), ", ".join(degrees)) for name, degrees in by_joint.items())])


def _show_cues(cues: tuple[Cue, ...], page: Page) -> None:
    if cues:
        page.heading("Said in one repetition")
        page.pairs([(f"{cue.at_s:.1f} s", cue.says) for cue in cues])


def _show_demands(derived: DerivedDemands, page: Page) -> None:
    page.heading("Asked of the body, as the picture shows it")
    plain = [move for move in derived.moves if move.plain]
    page.pairs([("Position", words(derived.position))])
    page.pairs([(move.part, f"{words(move.way)}, {move.range}, {move.hold}") for move in plain])


def words(name: str) -> str:
    """A name of the files as words."""
    return name.replace("_", " ")
