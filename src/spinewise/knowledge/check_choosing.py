"""What must hold of what steers the choice: tasks, kinds, abilities and starting rungs name each other rightly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spinewise.errors import Place, Problem, nearest
from spinewise.knowledge.models import KnowledgeBase

PlaceOf = Callable[..., Place]
PROGRAMME = "programme"


def choosing_problems(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Every problem between what can be asked for and what answers it; what is not asked steers nothing."""
    if "hard_tasks" in kb.facts:
        yield from _options("hard_tasks", kb.programme.tasks, kb, place(PROGRAMME, "tasks"))
        yield from _tasks_without_help(kb, place)
    if "kinds_liked" in kb.facts:
        yield from _options("kinds_liked", kb.programme.kinds, kb, place(PROGRAMME, "kinds"))
    yield from _tasks_of_exercises(kb, place)
    yield from _findings_without_exercise(kb, place)


def _options(fact: str, named: Iterable[str], kb: KnowledgeBase, at: Place) -> Iterator[Problem]:
    """The entries are the answers of the fact, no more and no less."""
    asked = {option.id for option in kb.facts[fact].options}
    for name in sorted(set(named) - asked):
        yield Problem(at, f"'{name}' is no answer to '{fact}'", nearest(name, asked))
    for name in sorted(asked - set(named)):
        yield Problem(at, f"'{name}' can be answered to '{fact}' and is not here", "Add it")


def _tasks_of_exercises(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    for one in kb.exercises.values():
        for task in one.tasks:
            if task not in kb.programme.tasks:
                at = place(f"exercises/{one.id}", "tasks")
                yield Problem(at, f"no task is called '{task}'", nearest(task, kb.programme.tasks))


def _tasks_without_help(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Nobody is asked about a task that nothing answers."""
    practised = {task for one in kb.exercises.values() for task in one.tasks}
    trained = {target for one in kb.exercises.values() for target in one.works_on}
    for task, targets in kb.programme.tasks.items():
        if task not in practised and not set(targets) & trained:
            yield Problem(place(PROGRAMME, "tasks", task), f"nothing helps with '{task}'", "Name what works on it")


def _findings_without_exercise(kb: KnowledgeBase, place: PlaceOf) -> Iterator[Problem]:
    """Every finding that speaks for something has an exercise for it."""
    trained = {target for one in kb.exercises.values() for target in one.works_on}
    for measure in kb.measures.values():
        for level, targets in measure.works_on.items():
            for target in sorted(set(targets) - trained):
                at = place(measure.id, "works_on", level)
                yield Problem(at, f"no exercise works on '{target}'", "Name it in `works_on` of an exercise")
