"""How the questions stand on the screens."""

from __future__ import annotations

import msgspec

from spinewise.knowledge.models.words import Agent, Stage


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One screen: the facts it answers and the words above them.

    What is `always` asked is for a document or a lesson, and so it is asked whatever the rules still need. A block
    of findings with `no_normal` has no plain normal, so that no key marks the whole of it.
    """

    id: str
    facts: tuple[str, ...]
    title: str
    stage: Stage
    hint: str = ""
    none_of_these: bool = False
    always: bool = False
    no_normal: bool = False


class PublicScreen(msgspec.Struct, frozen=True, kw_only=True):
    """One screen of the public version: the questions it puts together and the words above them."""

    title: str
    questions: tuple[str, ...]
    hint: str = ""


class Interview(msgspec.Struct, frozen=True, kw_only=True):
    """How the interview is laid out: the screens of the public version, the agents that a wish is about, and the
    facts that nobody under age is asked."""

    public: dict[str, PublicScreen] = {}
    adults_only: tuple[str, ...] = ()
    wishes_about: dict[str, tuple[Agent, ...]] = {}
