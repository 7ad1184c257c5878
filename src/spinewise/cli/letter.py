"""`spinewise letter`: what was found and is done, as a letter to a doctor."""

from __future__ import annotations

import argparse

from spinewise.assess.triage import triage
from spinewise.cli.commands import DONE, make_plan, read_person
from spinewise.cli.files import write_output
from spinewise.plan.types import Plan


def letter_command(arguments: argparse.Namespace) -> int:
    """A letter is written for everybody: where there is no plan it says what has to be looked into first."""
    from spinewise.documents.letter import Known, Parties, letter, letter_content

    kb, answers = read_person(arguments)
    found = triage(answers, kb)
    made = make_plan(answers, found, kb, arguments)
    content = letter_content(
        found,
        Known(answers=answers, plan=made if isinstance(made, Plan) else None),
        kb,
        parties=Parties(
            to=arguments.to,
            name=arguments.about,
            born_on=arguments.born,
            reference=arguments.reference,
            clinic=arguments.clinic,
            signed_by=arguments.signed_by,
        ),
        own_words=arguments.words,
        on=answers.today,
    )
    write_output(arguments.output, letter(content))
    return DONE
