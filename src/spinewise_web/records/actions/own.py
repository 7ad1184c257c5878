"""What a clinic adds for itself: an exercise is written by one clinician and reviewed by another; a plan is kept to
begin from, and whatever does not fit the next person is left out for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spinewise.errors import KnowledgeError
from spinewise.knowledge.ladders import Level
from spinewise.knowledge.models import Dose
from spinewise.plan.bounds import clipped
from spinewise.plan.keep import why_words
from spinewise.plan.road import plan_for
from spinewise.plan.types import Add, Clash, Cleared, Edit, Plan, Proposal, Refusal, Remove
from spinewise_web.accounts.models import CLINICIANS, Clinic, Membership, User
from spinewise_web.records.actions.base import NotAllowed, action, clinician, hold, note_plain, one_of
from spinewise_web.records.actions.planning import Case, Conflict, State, case_of, keep_plan, newest_open
from spinewise_web.records.core import busy_of, knowledge, plan_of, works_for
from spinewise_web.records.models import OwnExercise, Person, PlanTemplate, PlanVersion
from spinewise_web.records.own import is_graded, read_own

# -- exercises


@action
def add_own_exercise(
    *, clinic: Clinic, words: Mapping[str, Any], by: User, now: dt.datetime, replaces: OwnExercise | None = None
) -> OwnExercise:
    """Keep an exercise as its form says it. It is in no plan before it is graded in full and reviewed.

    A change is a new exercise that `replaces` the old one: plans that hold the old one keep what was judged.

    Raises:
        NotAllowed: `by` is no clinician of the clinic, or somebody changed the exercise meanwhile.
        KnowledgeError: with every problem; the `file` of each place is the field of the form.
    """
    one_of(by, clinic.pk, CLINICIANS)
    if replaces is not None:
        _check_replaceable(replaces, clinic)
    row = OwnExercise(
        clinic=clinic,
        name=words["name"],
        words=dict(words),
        is_graded=is_graded(words),
        replaces=replaces,
        made_at=now,
        made_by=by,
    )
    works_for(clinic.pk)
    read_own(words, row.intervention, knowledge())
    row.full_clean(exclude={"clinic", "replaces", "made_by", "reviewed_by"}, validate_unique=False)
    row.save(force_insert=True)
    _note("exercise.add", row, by=by, now=now)
    return row


def _check_replaceable(old: OwnExercise, clinic: Clinic) -> None:
    if old.clinic_id != clinic.pk:
        raise NotAllowed(_("This exercise belongs to another clinic."))
    newer = OwnExercise.objects.filter(replaces=old).select_related("made_by").first()
    if newer is not None:
        raise NotAllowed(
            _("%(name)s changed this exercise meanwhile. Open the newest one.") % {"name": newer.made_by.name}
        )


@action
def review_own_exercise(*, exercise: OwnExercise, by: User, now: dt.datetime) -> OwnExercise:
    """Say with one's name that an exercise is what it says. From then on it may be put into plans.

    Raises:
        NotAllowed: `by` is no clinician of the clinic or wrote it though others could look; or it says too little.
    """
    one_of(by, exercise.clinic_id, CLINICIANS)
    row = OwnExercise.objects.select_for_update().get(pk=exercise.pk)
    if row.reviewed_at is not None:
        raise NotAllowed(_("Somebody has reviewed this exercise already."))
    if row.withdrawn_at is not None:
        raise NotAllowed(_("This exercise was withdrawn."))
    if not row.is_graded:
        raise NotAllowed(_("Say first what the exercise asks of the body. What is left open is unknown, and holds it."))
    if row.made_by_id == by.pk and _others_could_look(row, by):
        raise NotAllowed(_("Whoever writes an exercise does not review it. Ask a colleague to look at it."))
    _check_ladder(row)
    row.reviewed_at, row.reviewed_by = now, by
    row.save(update_fields=["reviewed_at", "reviewed_by"])
    _note("exercise.review", row, by=by, now=now)
    return row


def _check_ladder(row: OwnExercise) -> None:
    """Its neighbours may have changed since it was written: another one may lead from the harder to the easier."""
    works_for(row.clinic_id)
    try:
        read_own(row.words, row.intervention, knowledge())
    except KnowledgeError as problem:
        raise NotAllowed(str(problem.problems[0])) from problem


def _others_could_look(row: OwnExercise, by: User) -> bool:
    rows = Membership.objects.current().filter(clinic=row.clinic_id, role__in=CLINICIANS, user__is_active=True)
    return rows.exclude(user=by).exists()


# -- templates


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that began from a template, and what of it does not fit this person, each with why."""

    version: PlanVersion
    left_out: tuple[Clash, ...]


class _Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What the checker accepted of a template so far, and what it did not."""

    plan: Plan | Refusal
    edits: tuple[Edit, ...]
    left_out: tuple[Clash, ...]


@action
def add_template(*, version: PlanVersion, name: str, by: User, now: dt.datetime) -> PlanTemplate:
    """Keep the items of a plan, with their doses, for the next person. Nothing about this person goes with them.

    Raises:
        NotAllowed: `by` is no clinician of the clinic.
        ValidationError: there is no name, or another template has it.
    """
    person = hold(version.person)
    clinician(by, person)
    items = [
        {"intervention": item.intervention, "dose": msgspec.to_builtins(item.dose)}
        for item in plan_of(version).proposal.items
    ]
    row = PlanTemplate(clinic_id=person.clinic_id, name=name.strip(), items=items, made_at=now, made_by=by)
    if PlanTemplate.objects.kept().filter(clinic=person.clinic_id, name=row.name).exists():
        raise ValidationError(_("Another template has this name. Choose another one."))
    row.clean_fields(exclude={"clinic", "made_by"})
    row.save(force_insert=True)
    _note("template.add", row, by=by, now=now)
    return row


@action
def put_away_template(*, template: PlanTemplate, by: User, now: dt.datetime) -> PlanTemplate:
    """Offer a template no more.

    Raises:
        NotAllowed: `by` is no clinician of the clinic.
    """
    one_of(by, template.clinic_id, CLINICIANS)
    template.put_away_at = now
    template.save(update_fields=["put_away_at"])
    _note("template.put_away", template, by=by, now=now)
    return template


@action
def apply_template(
    *, person: Person, template: PlanTemplate, version: PlanVersion | None, by: User, now: dt.datetime
) -> Applied | Refusal | Conflict:
    """Begin this person's plan from a template: what fits them goes in, each dose inside their limits.

    `version` is the plan that was looked at; without one the planner makes the frame (tier, goals, review).

    Raises:
        NotAllowed: `by` is no clinician of this person, or the template is another clinic's.
    """
    person = hold(person)
    clinician(by, person)
    if template.clinic_id != person.clinic_id:
        raise NotAllowed(_("This template belongs to another clinic."))
    if version is not None and (theirs := newest_open(version)).pk != version.pk:
        return Conflict(theirs=theirs)
    case = case_of(person, now=now)
    frame = _frame(case, version)
    if isinstance(frame, Refusal):
        return frame
    fitted = _fitted(case, frame, template)
    if isinstance(fitted.plan, Refusal):
        return msgspec.structs.replace(fitted.plan, clashes=fitted.left_out or fitted.plan.clashes)
    kept = keep_plan(case, fitted.plan, edits=fitted.edits, reason=_came_from(template, fitted), by=by, now=now)
    assert isinstance(kept, PlanVersion)
    return Applied(version=kept, left_out=fitted.left_out)


def _frame(case: Case, version: PlanVersion | None) -> Proposal | Refusal:
    if version is not None and version.state != State.ENDED:
        return plan_of(version).proposal
    found = case.found()
    made = plan_for(case.answers, found, knowledge(), starts_on=case.answers.today, busy=busy_of(case.person))
    return made if isinstance(made, Refusal) else made.proposal


def _fitted(case: Case, frame: Proposal, template: PlanTemplate) -> _Fitted:
    """Item by item, so that what clashes is named; exercises first, because treatments stand beside them."""
    cleared = {one.intervention: one for one in case.cleared()}
    removing: tuple[Edit, ...] = tuple(Remove(item.intervention) for item in frame.items)
    proposal = case.edited(frame, removing)
    done = _Fitted(plan=Refusal(clashes=()), edits=removing, left_out=())
    for name, dose in _wanted(template):
        proposal, done = _with_one(case, proposal, done, name, dose, cleared.get(name))
    return done


def _wanted(template: PlanTemplate) -> Iterator[tuple[str, Dose]]:
    passive = knowledge().modalities
    for item in sorted(template.items, key=lambda item: item["intervention"] in passive):
        yield item["intervention"], msgspec.convert(item["dose"], Dose)


def _with_one(
    case: Case, proposal: Proposal, done: _Fitted, name: str, dose: Dose, cleared: Cleared | None
) -> tuple[Proposal, _Fitted]:
    if cleared is None or cleared.level is not Level.GO:
        says = why_words(cleared, knowledge()) if cleared else _("It is not in the library any more.")
        return proposal, _without(done, Clash(about=name, says=says))
    adding = Add(name, clipped(dose, cleared.dose.limit))
    wider = case.edited(proposal, [adding])
    made = case.accepted(wider, ())
    if isinstance(made, Refusal):
        return proposal, _without(done, *(msgspec.structs.replace(one, about=name) for one in made.clashes[:1]))
    return wider, msgspec.structs.replace(done, plan=made, edits=(*done.edits, adding))


def _without(done: _Fitted, *clashes: Clash) -> _Fitted:
    return msgspec.structs.replace(done, left_out=(*done.left_out, *clashes))


def _came_from(template: PlanTemplate, fitted: _Fitted) -> str:
    known = knowledge().interventions
    titles = [known[one.about].title.clinician for one in fitted.left_out if one.about in known]
    if not titles:
        return _("From the template “%(name)s”.") % {"name": template.name}
    said = {"name": template.name, "titles": ", ".join(titles)}
    return _("From the template “%(name)s”. Left out for this person: %(titles)s.") % said


def _note(verb: str, row: OwnExercise | PlanTemplate, *, by: User, now: dt.datetime) -> None:
    about = type(row).__name__.lower()
    note_plain(verb=verb, about=about, about_id=row.pk, clinic_id=row.clinic_id, by=by, now=now)
