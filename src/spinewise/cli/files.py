"""Reading what the user names, and writing whole files or nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from spinewise.errors import InputError, Place, Problem

LARGEST_READ = 12_000_000


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        InputError: the file is not there, is a folder, or may not be read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_READ + 1)
        with Path(name).open("rb") as stream:
            return stream.read(LARGEST_READ + 1)
    except OSError as error:
        raise InputError(
            [Problem(Place(name), _why(error), "Give the path of a file that can be read, or -")]
        ) from None


def shown_name(name: str) -> str:
    """How an input is called in messages."""
    return "standard input" if name == "-" else name


def write_output(name: str, data: bytes) -> None:
    """Write a file in one step, or to standard output for `-`; a failure leaves nothing half written.

    Raises:
        InputError: the folder does not exist or cannot be written.
    """
    if name == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    try:
        _replace(path, data)
    except OSError as error:
        raise InputError([Problem(Place(name), _why(error), "Give a file in a folder that can be written")]) from None


def _replace(path: Path, data: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "this is a folder")
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _why(error: OSError) -> str:
    return (error.strerror or "this cannot be used").lower()
