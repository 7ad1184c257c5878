"""The compiled knowledge as JSON under its digest: a cold read costs a check of every file, a warm one a decode."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache
from pathlib import Path

import msgspec

import spinewise
from spinewise.knowledge.models import KnowledgeBase

SHIPPED = "_knowledge"
"""The folder of an installed package that holds the knowledge files."""


def cache_folder() -> Path:
    """The user's cache folder, by the platform's custom."""
    if given := os.environ.get("SPINEWISE_CACHE"):
        return Path(given)
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "spinewise"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "spinewise"


@cache
def engine_mark() -> str:
    """Changes with the code that reads knowledge, so that an old cache is not taken for a new one."""
    here = Path(spinewise.__file__).parent
    sources = [path for room in ("rules", "knowledge", "source") for path in sorted((here / room).rglob("*.py"))]
    marks = ";".join(f"{path.name}:{(stat := path.stat()).st_size}:{stat.st_mtime_ns}" for path in sources)
    return hashlib.sha256(marks.encode()).hexdigest()[:12]


def _path(digest: str) -> Path:
    return cache_folder() / f"knowledge-{digest[:16]}-{engine_mark()}.json"


def shipped_name(digest: str) -> str:
    """The file of a wheel that holds its own knowledge compiled. Code and file come together, so no mark is needed."""
    return f"compiled-{digest[:16]}.json"


def read_cache(digest: str) -> KnowledgeBase | None:
    """The knowledge base as shipped or as kept here before, or None when neither can be read."""
    return _read(Path(spinewise.__file__).parent / SHIPPED / shipped_name(digest)) or _read(_path(digest))


def _read(path: Path) -> KnowledgeBase | None:
    try:
        return decoded(path.read_bytes())
    except (OSError, RuntimeError, msgspec.MsgspecError):
        return None


def decoded(compiled: bytes) -> KnowledgeBase:
    """The knowledge base from its compiled form."""
    return msgspec.json.decode(compiled, type=KnowledgeBase)


def write_cache(digest: str, compiled: bytes) -> None:
    """Keep it for next time; a folder that cannot be written only costs time."""
    with contextlib.suppress(OSError, RuntimeError):
        path = _path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(compiled)
        part.replace(path)
