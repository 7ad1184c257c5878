"""What is done: exercises, modalities and lessons, and whom they suit."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from spinewise.knowledge.ladders import Category
from spinewise.knowledge.models.body import Placement
from spinewise.knowledge.models.demands import Demands
from spinewise.knowledge.models.doses import Dosing
from spinewise.knowledge.models.settings import Parameter
from spinewise.knowledge.models.words import Acuity, Aim, Equipment, Target, Title, Told
from spinewise.rules.tree import Claim


class Suit(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it suits; an entry left out means anybody."""

    category: tuple[Category, ...] = ()
    subgroup: tuple[str, ...] = ()
    acuity: tuple[Acuity, ...] = ()


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A common fault: what is seen, and what to say."""

    say: str
    sees: str = ""
    off_by_deg: float = 0.0


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person does. `general` exercises are allowed before anybody has been examined or asked
    everything; those that are not `by_default` enter a plan only by a clinician's hand, and `say_plainly` why. One
    that is `withdrawn` is held for everybody, and this says why; it stays known, because plans hold it.

    `works_on` is finer than `aims`: the muscle, joint or ability that a measure or a hard task may be about. An
    exercise with `tasks` practises these tasks themselves, and is for people who say that one of them is hard."""

    id: str
    title: Title
    evidence: tuple[str, ...]
    aims: tuple[Aim, ...]
    demands: Demands
    dose: Dosing
    steps: tuple[str, ...]
    because: tuple[Claim, ...] = ()
    suits: tuple[Suit, ...] = (Suit(),)
    needs: tuple[Equipment, ...] = ()
    harder: tuple[str, ...] = ()
    teach_first: bool = False
    general: bool = False
    by_default: bool = True
    withdrawn: str = ""
    say_plainly: str = ""
    works_on: tuple[Target, ...] = ()
    tasks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    purpose: str = ""
    movement: Any = None


Consent = Literal["touch", "thrust", "needling"]


class Modality(msgspec.Struct, frozen=True, kw_only=True):
    """Something done to a person: a passive treatment with its parameters, limits and honest standing.

    `stance` names the guideline row whose cells are shown side by side. `course_sessions` is the least and the
    most sessions of one course; `check_first` is what a clinician asks or looks for right before it, because no
    answer of the interview covers it. `consent_about` is what has to be agreed to besides being treated.
    """

    id: str
    title: Title
    evidence: tuple[str, ...]
    demands: Demands
    dose: Dosing
    parameters: tuple[Parameter, ...]
    where_on_body: str
    course_days: int
    home: bool
    stance: str
    say_plainly: Told
    response_check: str
    steps: tuple[str, ...]
    because: tuple[Claim, ...] = ()
    suits: tuple[Suit, ...] = (Suit(),)
    needs: tuple[Equipment, ...] = ()
    consent: bool = False
    consent_about: tuple[Consent, ...] = ()
    by_default: bool = False
    stop_if: tuple[str, ...] = ()
    course_sessions: tuple[int, int] | None = None
    check_first: tuple[str, ...] = ()
    placement: Placement | None = None


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """Something worth knowing, in the patient's words. Those not `by_default` are in the library, and enter a
    plan through a bundle or by a clinician's hand."""

    id: str
    title: str
    evidence: tuple[str, ...]
    says: tuple[str, ...]
    minutes: int
    suits: tuple[Suit, ...] = (Suit(),)
    because: tuple[Claim, ...] = ()
    by_default: bool = True
