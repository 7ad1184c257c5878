"""Answers as a form sends them."""

from __future__ import annotations

from spinewise.rules.facts import Answer

Word = str | list[str]


def word_of(answer: Answer) -> Word:
    """An answer as a form would send it."""
    if answer.state is not None:
        return answer.state.value
    if isinstance(answer.value, bool):
        return "true" if answer.value else "false"
    return list(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
