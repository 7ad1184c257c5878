"""Loading: cold and warm give the very same knowledge, whatever the order of the files."""

from __future__ import annotations

import gc
from pathlib import Path

import msgspec
import pytest

import spinewise
from spinewise.errors import KnowledgeError
from spinewise.knowledge.cache import SHIPPED, read_cache, shipped_name
from spinewise.knowledge.load import (
    compiled_knowledge,
    digest_of,
    knowledge_folder,
    load_knowledge,
    number_or_text,
    read_knowledge,
    read_texts,
)


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPINEWISE_CACHE", str(tmp_path))
    return tmp_path


def test_a_cold_read_and_a_warm_one_give_the_same_bytes(empty_cache: Path) -> None:
    cold, warm = load_knowledge(), load_knowledge()
    assert list(empty_cache.glob("knowledge-*.json"))
    assert cold == warm
    assert msgspec.json.encode(cold) == msgspec.json.encode(warm)


def test_a_damaged_cache_is_read_anew(empty_cache: Path) -> None:
    kb = load_knowledge()
    (cached,) = empty_cache.glob("knowledge-*.json")
    cached.write_bytes(cached.read_bytes()[:1000])
    assert read_cache(kb.digest) is None
    assert load_knowledge().digest == kb.digest


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("SPINEWISE_CACHE", str(blocked))
    assert load_knowledge().facts


def test_the_order_of_the_files_changes_nothing() -> None:
    texts = read_texts(knowledge_folder())
    backwards = dict(reversed(texts.items()))
    assert digest_of(backwards) == digest_of(texts)
    one = read_knowledge(texts, digest="x")
    other = read_knowledge(backwards, digest="x")
    assert {name: getattr(one, name) for name in one.__struct_fields__} == {
        name: getattr(other, name) for name in other.__struct_fields__
    }


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a wheel carries: the knowledge compiled, under the digest of the files beside it."""
    texts = read_texts(knowledge_folder())
    digest = digest_of(texts)
    file = tmp_path / "package" / SHIPPED / shipped_name(digest)
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled_knowledge(texts, digest=digest, folder="shipped"))
    monkeypatch.setenv("SPINEWISE_KNOWLEDGE", str(knowledge_folder()))
    monkeypatch.setattr(spinewise, "__file__", str(file.parents[1] / "__init__.py"))
    return file


def test_an_installed_package_starts_with_the_knowledge_it_came_with(shipped: Path, empty_cache: Path) -> None:
    first_flag = next(iter(load_knowledge().red_flags.values()))
    assert first_flag.file.startswith("shipped/")
    assert not list(empty_cache.glob("*.json"))


def test_a_shipped_file_that_cannot_be_read_only_costs_time(shipped: Path, empty_cache: Path) -> None:
    shipped.write_text("{}")
    first_flag = next(iter(load_knowledge().red_flags.values()))
    assert first_flag.file.startswith("knowledge/")


def test_knowledge_that_differs_from_what_was_shipped_is_read(shipped: Path, empty_cache: Path) -> None:
    shipped.rename(shipped.with_name(shipped_name("0" * 64)))
    assert next(iter(load_knowledge().red_flags.values())).file.startswith("knowledge/")


def test_the_garbage_collector_works_again_after_a_read(empty_cache: Path) -> None:
    load_knowledge(cache=False)
    assert gc.isenabled()


def test_the_garbage_collector_works_again_after_a_read_that_failed(tmp_path: Path) -> None:
    (tmp_path / "safety.yaml").write_text("disclaimer: [")
    with pytest.raises(KnowledgeError):
        load_knowledge(tmp_path, cache=False)
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("word", "value"),
    [("12", 12), ("-3", -3), ("2.5", 2.5), ("true", True), ("~", None), ("6:30", "6:30"), ("1_0", "1_0"), ("no", "no")],
)
def test_a_word_outside_the_schema_is_a_number_only_in_ordinary_figures(word: str, value: object) -> None:
    assert number_or_text(word) == value
    assert type(number_or_text(word)) is type(value)
