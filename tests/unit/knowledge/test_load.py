"""Loading: cold and warm give the very same knowledge, whatever the order of the files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from spinewise.knowledge.cache import read_cache
from spinewise.knowledge.load import digest_of, knowledge_folder, load_knowledge, read_knowledge, read_texts


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPINEWISE_CACHE", str(tmp_path))
    return tmp_path


def test_a_cold_read_and_a_warm_one_give_the_same_bytes(empty_cache: Path) -> None:
    cold, warm = load_knowledge(), load_knowledge()
    assert list(empty_cache.glob("knowledge-*.json"))
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
