"""Reads the knowledge folder into one checked value, with every problem at `file:line:column`.

The result is cached as JSON under the digest of what was read; a changed byte is a new digest.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

import spinewise
from spinewise.errors import InputError, KnowledgeError, Place, Problem
from spinewise.knowledge import models
from spinewise.knowledge.cache import SHIPPED, read_cache, write_cache
from spinewise.knowledge.check import check
from spinewise.knowledge.facts_file import OptionText, Raw, keep, read_facts, read_option
from spinewise.knowledge.models import KnowledgeBase, Precaution
from spinewise.knowledge.precaution_tables import (
    AGENT_CODES,
    LOAD_CODES,
    SinglePrecaution,
    agent_columns,
    read_columns,
    read_rows,
)
from spinewise.rules.facts import Vocabulary
from spinewise.rules.parse import read_rule
from spinewise.rules.tree import Claim, RuleNode
from spinewise.source.bind import NUMBER, WHOLE_NUMBER, Binder
from spinewise.source.nodes import Entries, Items, Node, Text, read_node

T = TypeVar("T", bound=msgspec.Struct)
Files = dict[str, Node]
TABLES = ("precautions/loads", "precautions/conditions", "precautions/agents")
NOT_READ_HERE = ("invariants/", "vignettes/", "released")


def knowledge_folder() -> Path:
    """The folder that ships with the package, or the repository's own in a checkout."""
    given = os.environ.get("SPINEWISE_KNOWLEDGE")
    if given:
        return Path(given)
    shipped = Path(spinewise.__file__).parent / SHIPPED
    return shipped if shipped.is_dir() else Path(spinewise.__file__).parents[2] / "knowledge"


def load_knowledge(root: Path | None = None, *, cache: bool = True) -> KnowledgeBase:
    """Read and check every knowledge file.

    A cold read gives the very same values as a warm one.

    Raises:
        KnowledgeError: with every problem found.
    """
    root = root or knowledge_folder()
    texts = read_texts(root)
    digest = digest_of(texts)
    with collector_resting():
        cached = read_cache(digest) if cache else None
        if cached is not None:
            return cached
        kb = read_knowledge(texts, digest=digest, folder=root.name)
        if cache:
            write_cache(digest, msgspec.json.encode(kb))
        return kb


def compiled_knowledge(texts: dict[str, bytes], *, digest: str, folder: str) -> bytes:
    """What is kept and shipped: the checked knowledge as JSON, its files named as they stand in `folder`.

    Raises:
        KnowledgeError: with every problem found.
    """
    return msgspec.json.encode(read_knowledge(texts, digest=digest, folder=folder))


@contextmanager
def collector_resting() -> Iterator[None]:
    """A read makes hundreds of thousands of values and no circle; searching them for circles takes a tenth of it."""
    watching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watching:
            gc.enable()


def read_texts(root: Path) -> dict[str, bytes]:
    """Every file's bytes by its path without the suffix."""
    paths = {name: path for name, path in sorted(knowledge_files(root)) if not name.startswith(NOT_READ_HERE)}
    if not paths:
        what = "no knowledge files are here"
        raise KnowledgeError([Problem(Place(str(root)), what, "Give a folder with *.yaml files")])
    return {name: path.read_bytes() for name, path in paths.items()}


def knowledge_files(root: Path) -> Iterator[tuple[str, Path]]:
    """The name and the path of every YAML file below a folder."""
    for folder, _, files in os.walk(root):
        inside = Path(folder).relative_to(root).as_posix()
        for file in files:
            if file.endswith(".yaml"):
                yield f"{inside}/{file}".removeprefix("./").removesuffix(".yaml"), Path(folder, file)


def digest_of(texts: dict[str, bytes]) -> str:
    """A name for exactly these files."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\0{len(texts[name])}\0".encode())
        whole.update(texts[name])
    return whole.hexdigest()


def read_knowledge(texts: dict[str, bytes], *, digest: str, folder: str = "knowledge") -> KnowledgeBase:
    """The knowledge base from the texts of its files."""
    reading = _Reading(folder)
    files = reading.parse(texts)
    reading.stop_if_problems()
    kb = reading.build(files, digest)
    reading.stop_if_problems()
    problems = check(kb, files)
    if problems:
        raise KnowledgeError(sorted(problems, key=lambda problem: problem.place))
    return kb


class _Reading:
    """One pass over all files; problems gather in one binder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.vocabulary: Vocabulary = {}
        self.binder = Binder(
            {
                RuleNode: lambda binder, node: read_rule(binder, node, self.vocabulary),
                RuleNode | None: lambda binder, node: read_rule(binder, node, self.vocabulary),
                tuple[Claim, ...]: read_claims,
                OptionText: read_option,
                Raw: keep,
                Any: lambda _, node: plain(node),
            }
        )

    def stop_if_problems(self) -> None:
        if self.binder.problems:
            raise KnowledgeError(sorted(self.binder.problems, key=lambda problem: problem.place))

    def parse(self, texts: dict[str, bytes]) -> Files:
        files: Files = {}
        for name, data in texts.items():
            try:
                files[name] = read_node(data, file=self.file_name(name))
            except InputError as error:
                self.binder.problems.extend(error.problems)
        return files

    def file_name(self, name: str) -> str:
        return f"{self.folder}/{name}.yaml"

    def build(self, files: Files, digest: str) -> KnowledgeBase:
        self.vocabulary = read_facts(self.binder, below(files, "facts/"))
        self.stop_if_problems()
        return KnowledgeBase(
            digest=digest,
            facts=self.vocabulary,
            questions=in_stages(self.many(files, "questions/", "questions", models.Question)),
            contradictions=self.rules(files, "contradictions/", models.Contradiction),
            red_flags=self.rules(files, "red_flags/", models.RedFlag),
            families=self.section(files, "families", "families", models.Family),
            categories=self.rules(files, "categories/", models.CategoryRule),
            starts=self.rules(files, "starts/", models.StartRule),
            presumptions=self.rules(files, "presumptions/", models.Presumption),
            precautions=self.precautions(files),
            tiers=self.section(files, "tiers", "tiers", models.TierRule),
            care=self.section(files, "care", "care", models.CareText),
            exercises=self.each(files, "exercises/", models.Exercise, shorten=True),
            modalities=self.each(files, "modalities/", models.Modality),
            lessons=self.each(files, "lessons/", models.Lesson),
            presets=self.each(files, "presets/", models.Preset),
            bundles=self.each(files, "bundles/", models.Bundle),
            programme=self.one(files, "programme", models.Programme),
            safety=self.one(files, "safety", models.Safety),
            evidence=self.many(evidence_files(files), "evidence/", "rows", models.EvidenceRow),
            references=self.section(files, "sources/references", "references", models.Reference, key="key"),
            addresses=self.addresses(files),
            interview=self.one(files, "interview", models.Interview) if "interview" in files else models.Interview(),
            speech=self.one(files, "speech", models.Speech) if "speech" in files else models.Speech(),
            daily=self.one(files, "daily", models.Daily) if "daily" in files else models.Daily(),
            guidelines=guidelines(files),
            measures=self.each(files, "measures/", models.Measure),
            norms=self.each(files, "norms/", models.Norm),
            beside=self.one(files, "beside", models.Beside) if "beside" in files else models.Beside(),
            crisis=self.one(files, "crisis", models.Crisis) if "crisis" in files else models.Crisis(),
            programmes=self.each(files, "programmes/", models.ExerciseProgramme),
            body=self.one(files, "body/regions", models.BodyChart) if "body/regions" in files else None,
            starting_rungs=self.rules(files, "starting_rungs/", models.StartingRung),
            poses={name.removeprefix("poses/"): plain(node) for name, node in below(files, "poses/").items()},
        )

    def one(self, files: Files, name: str, kind: type[T]) -> Any:
        if name not in files:
            self.binder.note(Place(self.file_name(name)), "this file is missing", "")
            return None
        return self.binder.try_bind(files[name], kind)

    def each(self, files: Files, folder: str, kind: type[T], *, shorten: bool = False) -> dict[str, T]:
        made = {}
        for name, node in sorted(below(files, folder).items()):
            given = name.removeprefix(folder) if shorten else name
            value = self.binder.try_bind(with_entry(node, "id", given), kind)
            if value is not None:
                made[given] = value
        return made

    def rules(self, files: Files, folder: str, kind: type[T]) -> dict[str, T]:
        named = {name: with_entry(node, "file", self.file_name(name)) for name, node in below(files, folder).items()}
        return self.each(named, folder, kind)

    def section(self, files: Files, name: str, entry: str, kind: type[T], *, key: str | None = None) -> dict[str, T]:
        node = files.get(name)
        if not isinstance(node, Entries) or not isinstance(node.get(entry), Entries):
            self.binder.note(Place(self.file_name(name)), f"'{entry}:' is missing here", "")
            return {}
        inner = node.of[entry]
        assert isinstance(inner, Entries)
        return self.named(inner, kind, key)

    def many(self, files: Files, folder: str, entry: str, kind: type[T]) -> dict[str, T]:
        made: dict[str, T] = {}
        for _, node in sorted(below(files, folder).items()):
            inner = node.get(entry) if isinstance(node, Entries) else None
            if isinstance(inner, Entries):
                made |= self.named(inner, kind, "id")
        return made

    def named(self, entries: Entries, kind: type[T], key: str | None) -> dict[str, T]:
        made = {}
        for name, node in entries.of.items():
            value = self.binder.try_bind(with_entry(node, key, name) if key else node, kind)
            if value is not None:
                made[name] = value
        return made

    def precautions(self, files: Files) -> dict[str, Precaution]:
        made: dict[str, Precaution] = {}
        loads = read_columns(self.binder, files["precautions/loads"]) if "precautions/loads" in files else {}
        tables = {
            "precautions/conditions": (loads, LOAD_CODES),
            "precautions/agents": (agent_columns(get_args(models.Agent)), AGENT_CODES),
        }
        for name, (columns, codes) in tables.items():
            if name in files:
                made |= read_rows(self.binder, files[name], columns, codes, file=self.file_name(name))
        single = {name: node for name, node in files.items() if name not in TABLES}
        for name, one in self.rules(single, "precautions/", SinglePrecaution).items():
            made[name] = one.as_precaution()
        return dict(sorted(made.items()))

    def addresses(self, files: Files) -> dict[str, str]:
        node = files.get("sources/addresses")
        inner = node.get("addresses") if isinstance(node, Entries) else None
        if not isinstance(inner, Entries):
            return {}
        return {name: address_words(plain(value)) for name, value in inner.of.items()}


def in_stages(questions: dict[str, models.Question]) -> dict[str, models.Question]:
    """Questions in the order they are asked: by stage, and within one as the file has them."""
    stages = get_args(models.Stage)
    return dict(sorted(questions.items(), key=lambda named: stages.index(named[1].stage)))


def evidence_files(files: Files) -> Files:
    """Evidence files with each row's rarer entries gathered under `more`."""
    return {name: gathered(node) for name, node in below(files, "evidence/").items()}


def gathered(node: Node) -> Node:
    """One evidence file, its rows in the shape of the schema."""
    rows = node.get("rows") if isinstance(node, Entries) else None
    if not isinstance(node, Entries) or not isinstance(rows, Entries):
        return node
    shaped: dict[str, Node] = {name: _with_more(row) for name, row in rows.of.items()}
    return Entries({**node.of, "rows": Entries(shaped, rows.keys, rows.place)}, node.keys, node.place)


def _with_more(row: Node) -> Node:
    if not isinstance(row, Entries):
        return row
    fields = models.EvidenceRow.__struct_fields__
    rest = {key: value for key, value in row.of.items() if key not in fields}
    kept = {key: value for key, value in row.of.items() if key in fields}
    more = Entries(rest, {key: row.keys[key] for key in rest}, row.place)
    keys = {key: row.keys[key] for key in kept} | {"more": row.place}
    return Entries({**kept, "more": more}, keys, row.place)


def guidelines(files: Files) -> dict[str, str]:
    """The names of the guidelines whose stances are shown side by side."""
    read: Any = plain(files["evidence/c1_guideline_matrix"]) if "evidence/c1_guideline_matrix" in files else {}
    listed = read.get("legend", {}).get("guidelines", {})
    return {key: value["name"] for key, value in listed.items()}


def address_words(entry: Any) -> str:
    """The addresses of one entry, in one line."""
    if isinstance(entry, dict):
        listed = entry.get("addresses", [])
        return "; ".join(map(str, listed)) if isinstance(listed, list) else str(listed)
    return str(entry)


def below(files: Files, folder: str) -> Files:
    """The files of one folder."""
    return {name: node for name, node in files.items() if name.startswith(folder)}


def with_entry(node: Node, key: str, value: str) -> Node:
    """The same mapping with one more entry, such as the id that is the file's path."""
    if not isinstance(node, Entries):
        return node
    return Entries({**node.of, key: Text(value, node.place)}, {**node.keys, key: node.place}, node.place)


def read_claims(binder: Binder, node: Node) -> tuple[Claim, ...]:
    """One claim or a list of them."""
    parts = node.of if isinstance(node, Items) else (node,)
    return tuple(binder.bind(part, Claim) for part in parts)


def plain(node: Node) -> Any:
    """A tree as ordinary values, for parts that another room reads (movements, poses)."""
    match node:
        case Text(value, _, is_plain):
            return number_or_text(value) if is_plain else value
        case Items(of):
            return [plain(part) for part in of]
        case Entries(of):
            return {key: plain(part) for key, part in of.items()}


FIXED: dict[str, bool | None] = {"true": True, "false": False, "~": None, "null": None, "": None}


def number_or_text(word: str) -> int | float | bool | str | None:
    """A number where the word is one, true and false, nothing for `~`, else the word."""
    if word in FIXED:
        return FIXED[word]
    if not NUMBER.fullmatch(word):
        return word
    return int(word) if WHOLE_NUMBER.fullmatch(word) else float(word)
