"""Fact files: first the vocabulary, then the rules inside it (when a fact applies, how it is derived)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from spinewise.errors import nearest, one_of
from spinewise.rules.facts import (
    Applies,
    Band,
    Count,
    DaysSince,
    Derivation,
    Difference,
    Fact,
    Kind,
    Option,
    Role,
    Vocabulary,
    WorstOf,
    WorstThatHolds,
)
from spinewise.rules.parse import read_rule, read_value
from spinewise.rules.render import number_words
from spinewise.rules.tree import Claim, Leaf, RuleNode
from spinewise.source.bind import Binder, Unbound
from spinewise.source.nodes import Entries, Items, Node, Text

DerivationReader = Callable[[Binder, Node, Fact, Vocabulary], Derivation]


class Raw:
    """A marker: keep the tree as it is, to be read when the vocabulary is known."""


class OptionText(msgspec.Struct, frozen=True, kw_only=True):
    """An option's words for each reader."""

    person: str
    clinician: str = ""


class BothTexts(msgspec.Struct, frozen=True, kw_only=True):
    """An option's words as written for both readers."""

    person: str
    clinician: str = ""


class FactDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as written, before values and rules in it can be typed."""

    kind: Kind
    person: str
    clinician: str
    asked_of: tuple[Role, ...]
    privacy: Literal["identity", "health", "sensitive", "wish"]
    options: dict[str, OptionText] = {}
    ordered: bool = False
    range: tuple[float, float] | None = None
    whole: bool = True
    unit: str = ""
    help: str = ""
    not_sure: Raw | None = None
    valid_days: int | None = None
    applies: Raw | None = None
    derive: Raw | None = None
    evidence: tuple[str, ...] = ()
    because: tuple[Claim, ...] = ()
    codes: dict[str, str] = {}
    one_by_one: bool = False
    nothing_found: float | None = None


class FactFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of facts."""

    facts: dict[str, FactDraft]


class AppliesDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`applies` as written."""

    when: Raw
    otherwise: Raw


def keep(binder: Binder, node: Node) -> Node:
    """The reader for `Raw`."""
    del binder
    return node


def read_option(binder: Binder, node: Node) -> OptionText:
    """An option: one text for both readers, or one for each."""
    if isinstance(node, Text):
        return OptionText(person=node.value)
    words: BothTexts = binder.bind(node, BothTexts)
    return OptionText(person=words.person, clinician=words.clinician)


def read_facts(binder: Binder, files: dict[str, Node]) -> Vocabulary:
    """The vocabulary of all fact files, with derivations and conditions typed against it."""
    drafts: dict[str, tuple[FactDraft, Node]] = {}
    for node in files.values():
        read = binder.try_bind(node, FactFile)
        if read is None or not isinstance(node, Entries):
            continue
        inner = node.of["facts"]
        assert isinstance(inner, Entries)
        for name, draft in read.facts.items():
            if name in drafts:
                binder.note(inner.keys[name], f"the fact '{name}' is already given in another file", "")
            drafts[name] = (draft, inner.of[name])
    plain = {name: _plain(name, draft) for name, (draft, _) in drafts.items()}
    for name, (draft, node) in drafts.items():
        _check_draft(binder, node, plain[name], draft)
    if binder.problems:
        return plain
    return {name: _complete(binder, plain[name], drafts[name][0], plain) for name in sorted(plain)}


def _plain(name: str, draft: FactDraft) -> Fact:
    shared = {field: getattr(draft, field) for field in _SHARED}
    options = tuple(Option(key, text.person, text.clinician) for key, text in draft.options.items())
    return Fact(id=name, options=options, **shared)


_SHARED = (
    "kind", "person", "clinician", "asked_of", "privacy", "ordered", "range", "whole", "unit", "help",
    "valid_days", "evidence", "because", "codes", "one_by_one", "nothing_found",
)  # fmt: skip


NAME = re.compile(r"[a-z][a-z0-9_]*")
READABLE = (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)


def _check_draft(binder: Binder, node: Node, fact: Fact, draft: FactDraft) -> None:
    if not NAME.fullmatch(fact.id):
        binder.note(node.place, f"a fact cannot be called '{fact.id}'", "Use small letters, figures and _")
    if fact.options and fact.kind not in (Kind.CHOICE, Kind.SEVERAL):
        binder.note(node.place, f"'{fact.id}' is a {fact.kind.value} fact and has no options", "Leave them out")
    if fact.kind is Kind.NUMBER and fact.range is not None:
        _check_range(binder, node, fact)
    if draft.derive is not None and (draft.applies is not None or draft.not_sure is not None):
        hint = "Put `applies` and `not_sure` on the facts it comes from"
        binder.note(node.place, f"'{fact.id}' is worked out, not asked", hint)
    if fact.kind not in READABLE and (draft.applies is not None or draft.not_sure is not None):
        what = f"rules do not read '{fact.id}', a {fact.kind.value} fact"
        binder.note(node.place, what, "Leave out `applies` and `not_sure`")
    if fact.kind is Kind.NUMBER and fact.range is None:
        binder.note(node.place, f"the number '{fact.id}' has no range", "Add `range: [low, high]`")
    if fact.kind in (Kind.CHOICE, Kind.SEVERAL) and len(fact.options) < 2:
        binder.note(node.place, f"'{fact.id}' needs at least two options", "Add `options:`")
    if not fact.asked_of and draft.derive is None:
        binder.note(node.place, f"nobody is asked for '{fact.id}'", "Say `asked_of: [person]`, or derive it")


def _check_range(binder: Binder, node: Node, fact: Fact) -> None:
    low, high = fact.span
    if low >= high:
        binder.note(node.place, f"the range of '{fact.id}' is empty", "Write the lower end first")
    if fact.whole and (low != int(low) or high != int(high)):
        binder.note(node.place, f"the range of the whole number '{fact.id}' has decimals", "Say `whole: false`")


def _complete(binder: Binder, fact: Fact, draft: FactDraft, plain: Vocabulary) -> Fact:
    changes: dict[str, Any] = {}
    try:
        if draft.not_sure is not None:
            changes["not_sure"] = _value(binder, draft.not_sure, fact)
        if draft.applies is not None:
            changes["applies"] = _applies(binder, draft.applies, fact, plain)
        if draft.derive is not None:
            changes["derive"] = _derivation(binder, draft.derive, fact, plain)
    except Unbound:
        pass
    return msgspec.structs.replace(fact, **changes)


def _value(binder: Binder, node: Any, fact: Fact) -> Any:
    if not isinstance(node, Text):
        raise binder.note(node.place, "a single value is expected here", "")
    return read_value(binder, node, fact, node.value)


def _applies(binder: Binder, node: Any, fact: Fact, plain: Vocabulary) -> Applies:
    draft = binder.bind(node, AppliesDraft)
    return Applies(read_rule(binder, draft.when, plain), _value(binder, draft.otherwise, fact))


def _derivation(binder: Binder, node: Any, fact: Fact, plain: Vocabulary) -> Derivation:
    readers: dict[str, DerivationReader] = {
        "band": _band, "count": _count, "difference": _difference, "days_since": _days_since,
        "worst_of": _worst_of, "worst_that_holds": _worst_that_holds,
    }  # fmt: skip
    if not isinstance(node, Entries) or len(node.of) != 1 or next(iter(node.of)) not in readers:
        raise binder.note(node.place, "a derivation has exactly one entry", one_of(readers))
    key, inner = next(iter(node.of.items()))
    kind = Kind.CHOICE if key in ("band", "worst_of", "worst_that_holds") else Kind.NUMBER
    if fact.kind is not kind:
        what = f"`{key}` makes a {kind.value}, not a {fact.kind.value}"
        raise binder.note(node.place, what, f"Say `kind: {kind.value}`")
    return readers[key](binder, inner, fact, plain)


def _source(binder: Binder, node: Node | None, plain: Vocabulary, kinds: tuple[Kind, ...], at: Node) -> str:
    if not isinstance(node, Text):
        raise binder.note(at.place, "the name of a fact is expected here", "")
    if node.value not in plain:
        raise binder.note(node.place, f"no fact is called '{node.value}'", nearest(node.value, plain))
    if plain[node.value].kind not in kinds:
        raise binder.note(node.place, f"'{node.value}' is a {plain[node.value].kind.value} fact", one_of(kinds))
    return node.value


def _entries(binder: Binder, node: Node, *names: str) -> Entries:
    if not isinstance(node, Entries) or set(node.of) != set(names):
        raise binder.note(node.place, "entries are missing or unknown here", "Give exactly: " + ", ".join(names))
    return node


def _band(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> Band:
    entries = _entries(binder, node, "of", "bands")
    of = _source(binder, entries.get("of"), plain, (Kind.NUMBER,), node)
    bands = binder.bind(entries.of["bands"], dict[str, float | None])
    limits = [below for below in bands.values() if below is not None]
    if tuple(bands) != fact.values or limits != sorted(set(limits)) or len(limits) != len(bands) - 1:
        hint = "Name the options in order, each with the value it ends below; the last has ~"
        raise binder.note(node.place, "the bands do not cover the options in order", hint)
    low, high = plain[of].span
    if bands[str(fact.values[-1])] is not None or not all(low < limit <= high for limit in limits):
        hint = f"Cut inside {number_words(low)} to {number_words(high)}"
        raise binder.note(node.place, f"nobody can be in one of the bands of '{of}'", hint)
    return Band(of, tuple(bands.items()))


def _count(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> Count:
    if not isinstance(node, Items):
        raise binder.note(node.place, "count takes a list of tests", "")
    tests = tuple(read_rule(binder, test, plain) for test in node.of)
    if not all(isinstance(test, Leaf) for test in tests):
        raise binder.note(node.place, "count takes tests, not groups", "")
    if not tests or len({(test.fact, test.test, test.values) for test in tests if isinstance(test, Leaf)}) < len(tests):
        raise binder.note(node.place, "a count needs different tests", "List each test once")
    if fact.span != (0, len(tests)):
        raise binder.note(node.place, f"a count of {len(tests)} tests ranges from 0 to {len(tests)}", "")
    return Count(tuple(test for test in tests if isinstance(test, Leaf)))


def _difference(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> Difference:
    del fact
    entries = _entries(binder, node, "of", "minus")
    sides = [_source(binder, entries.get(name), plain, (Kind.NUMBER,), node) for name in ("of", "minus")]
    return Difference(sides[0], sides[1])


def _days_since(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> DaysSince:
    del fact
    return DaysSince(_source(binder, node, plain, (Kind.DATE,), node))


def _worst_of(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> WorstOf:
    if not isinstance(node, Items) or not node.of:
        raise binder.note(node.place, "worst_of takes a list of facts", "")
    if not fact.ordered:
        raise binder.note(node.place, f"'{fact.id}' has no order, so nothing is worst", "Say `ordered: true`")
    sources = tuple(_source(binder, part, plain, (Kind.CHOICE,), node) for part in node.of)
    if any(plain[source].values != fact.values for source in sources):
        raise binder.note(node.place, "the facts do not share this fact's ladder of options", "")
    return WorstOf(sources)


def _worst_that_holds(binder: Binder, node: Node, fact: Fact, plain: Vocabulary) -> WorstThatHolds:
    if not fact.ordered:
        raise binder.note(node.place, f"'{fact.id}' has no order, so nothing is worst", "Say `ordered: true`")
    if not isinstance(node, Entries) or not node.of or not set(node.of) <= set(map(str, fact.values[1:])):
        hint = one_of(str(value) for value in fact.values[1:])
        raise binder.note(node.place, "each level is an option above the first, with its rule", hint)
    levels: dict[str, RuleNode] = {name: read_rule(binder, rule, plain) for name, rule in node.of.items()}
    return WorstThatHolds(levels)
