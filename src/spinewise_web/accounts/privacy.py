"""What each stored field is, for whoever decides what may be shown, exported or erased."""

from __future__ import annotations

from enum import StrEnum


class Privacy(StrEnum):
    """The classes of the knowledge files, and two for what the application itself needs.

    `secret` never leaves the server; `plain` says nothing about a person.
    """

    PLAIN = "plain"
    IDENTITY = "identity"
    HEALTH = "health"
    SENSITIVE = "sensitive"
    WISH = "wish"
    SECRET = "secret"  # noqa: S105  # the name of a class of fields


def classed(**names: str) -> dict[str, Privacy]:
    """The class of each field of a model: `classed(identity="name email", plain="id created")`.

    Raises:
        ValueError: a field has two classes, or a class does not exist.
    """
    listed = [(field, Privacy(level)) for level, fields in names.items() for field in fields.split()]
    made = dict(listed)
    if len(made) != len(listed):
        raise ValueError("a field has more than one privacy class | Give each field one")
    return made
