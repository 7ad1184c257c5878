"""What leaves the system: every kind of document round-trips and keeps to its published schema."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from people import examined, knowledge, ordinary
from spinewise import wire
from spinewise.assess.triage import triage
from spinewise.errors import InputError
from spinewise.plan.clear import clear
from spinewise.plan.road import plan_for
from spinewise.plan.stamp import stamp_for
from spinewise.plan.types import Plan, Refusal

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def bodies() -> dict[str, msgspec.Struct]:
    kb = knowledge()
    answers = examined(ordinary(comfort="heat", minutes_per_day="20", goals_text="Lift my grandson"))
    found = triage(answers, kb)
    plan = plan_for(answers, found, kb, starts_on=dt.date(2026, 12, 1))
    assert isinstance(plan, Plan)
    locked = ordinary(saddle_numbness="new")
    refusal = plan_for(locked, triage(locked, kb), kb, starts_on=locked.today)
    assert isinstance(refusal, Refusal)
    cleared = wire.Clearances(clear(answers, found, kb))
    return {
        "answers": answers,
        "triage": found,
        "clearance": cleared,
        "proposal": plan.proposal,
        "plan": plan,
        "refusal": refusal,
    }


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    stamp = stamp_for(ordinary(), knowledge())
    return {kind: wire.write_document(body, stamp=stamp) for kind, body in bodies().items()}


@pytest.mark.parametrize("kind", wire.KINDS)
def test_every_kind_comes_back_as_it_went_out(kind: str, documents: dict[str, bytes]) -> None:
    document = wire.read_document(documents[kind])
    assert document.body == bodies()[kind]
    assert wire.write_document(document.body, stamp=document.stamp) == documents[kind]


@pytest.mark.parametrize("kind", wire.KINDS)
def test_every_document_keeps_to_its_published_schema(kind: str, documents: dict[str, bytes]) -> None:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(documents[kind]))


@pytest.mark.parametrize("kind", wire.KINDS)
def test_published_schemas_are_not_stale(kind: str) -> None:
    stale = f"renew it: python3 start.py knowledge schema -o docs/schema (kind {kind})"
    assert (SCHEMAS / f"{kind}.json").read_bytes() == wire.write_schema(kind), stale


def test_a_schema_refuses_what_it_should(documents: dict[str, bytes]) -> None:
    schema = json.loads((SCHEMAS / "triage.json").read_bytes())
    broken = json.loads(documents["triage"])
    broken["body"]["urgency"] = "a bit"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "-: "),
        (b'{"kind": "plam", "version": 1}', "'plam' is not a kind of document"),
        (b'{"kind": "plan", "version": 7}', "version 7 is not read here"),
    ],
)
def test_other_documents_are_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        wire.read_document(data)


def test_a_value_that_cannot_be_is_not_built_from_the_wire(documents: dict[str, bytes]) -> None:
    plan = json.loads(documents["plan"])
    plan["body"]["proposal"]["items"][0]["dose"]["days_a_week"] = 9
    with pytest.raises(InputError, match="days_a_week"):
        wire.read_document(json.dumps(plan).encode())
