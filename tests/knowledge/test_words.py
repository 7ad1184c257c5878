"""What patients read: no word that frightens or blames, and a reading age of about eleven."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from statistics import mean
from typing import Any

import pytest

from people import knowledge
from spinewise.rules.facts import Role

FRIGHTENING = re.compile(
    r"\bcrumbling\b|\bworn out\b|\bout of place\b|\bnever\b|\bfailed\b|\w*compliant\b|!", re.IGNORECASE
)
SENTENCE_ENDS = re.compile(r"[.?:;]+(?:\s|$)|\n")
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
VOWELS = re.compile(r"[aeiouy]+")

ELEVEN_YEAR_OLD_GRADE = 6.0
MEAN_GRADE = 5.0
HARDEST_TEXT_GRADE = 14.0
LONG_ENOUGH_WORDS = 12


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    low = word.lower()
    silent = low.endswith(("e", "es", "ed")) and not low.endswith(("le", "les", "ted", "ded", "ses", "ces", "ges"))
    return max(1, len(VOWELS.findall(low)) - silent)


def grade(text: str) -> float:
    """Flesch–Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59. Reading age is about 5 more."""
    words = WORD.findall(text)
    sentences = [part for part in SENTENCE_ENDS.split(text) if WORD.search(part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@cache
def patient_texts() -> dict[str, dict[str, str]]:
    """Every text a patient can read: by kind, then by the entry and the part of it."""
    kb = knowledge()
    told = {kind: getattr(kb, kind) for kind in ("red_flags", "categories", "starts", "presumptions", "precautions")}
    return {
        "questions": dict(question_texts()),
        "rules": {name: rule.tell.patient for rules in told.values() for name, rule in rules.items()},
        "contradictions": {name: f"{one.title}.\n{one.instead}" for name, one in kb.contradictions.items()},
        "care": dict(care_texts()),
        "exercises": dict(exercise_texts()),
        "treatments": dict(treatment_texts()),
        "lessons": {name: "\n".join((one.title, *one.says)) for name, one in kb.lessons.items()},
        "measures": {
            f"{name} {level}": says.patient for name, one in kb.measures.items() for level, says in one.tell.items()
        },
        "safety": dict(safety_texts()),
        "sentences": {
            **kb.programme.wording,
            **{f"visit {name}": words for name, words in kb.programme.visits.items()},
        },
    }


def question_texts() -> Iterator[tuple[str, str]]:
    """Screens, questions, answers and help, where a person is asked."""
    for screen in (*knowledge().questions.values(), *knowledge().interview.public.values()):
        yield f"screen {screen.title}", f"{screen.title}\n{screen.hint}"
    for fact in knowledge().facts.values():
        if Role.PERSON in fact.asked_of:
            options = "\n".join(option.person for option in fact.options)
            yield fact.id, f"{fact.person}\n{fact.help}\n{options}"


def care_texts() -> Iterator[tuple[str, str]]:
    for name, care in knowledge().care.items():
        yield name, f"{care.title}\n{care.tell.patient}\n{care.next_step}"
    for name, tier in knowledge().tiers.items():
        yield f"tier {name}", "\n".join((tier.tell.patient, *tier.notes.values()))


def exercise_texts() -> Iterator[tuple[str, str]]:
    for name, one in knowledge().exercises.items():
        yield name, "\n".join((one.title.patient, one.purpose, *one.steps, *(fault.say for fault in one.faults)))


def treatment_texts() -> Iterator[tuple[str, str]]:
    for name, one in knowledge().modalities.items():
        parts = (one.title.patient, one.say_plainly.patient, one.response_check, *one.steps, *one.stop_if)
        yield name, "\n".join(parts)


def safety_texts() -> Iterator[tuple[str, str]]:
    safety: Any = knowledge().safety
    for field in ("stop_now", "stop_session", "flare_up"):
        yield field, "\n".join(getattr(safety, field))
    yield "traffic_light", "\n".join(safety.traffic_light.values())
    yield "disclaimer", safety.disclaimer.patient
    for one in knowledge().daily.expect:
        yield f"expect from day {one.from_day}", f"{one.says}\n{one.but}"


def hardest(texts: dict[str, str], *, count: int = 10) -> str:
    """The texts that read hardest, for somebody who wants to make them plainer."""
    long = {name: text for name, text in texts.items() if len(WORD.findall(text)) >= LONG_ENOUGH_WORDS}
    worst = sorted(long, key=lambda name: -grade(long[name]))[:count]
    return "\n".join(f"{grade(long[name]):5.1f}  {name}: {' '.join(long[name].split())}" for name in worst)


@pytest.mark.parametrize("kind", sorted(patient_texts()))
def test_no_patient_text_frightens_or_blames(kind: str) -> None:
    found = {name: words[0] for name, text in patient_texts()[kind].items() if (words := FRIGHTENING.search(text))}
    assert not found


@pytest.mark.parametrize("kind", sorted(patient_texts()))
def test_each_kind_of_patient_text_reads_easily(kind: str) -> None:
    texts = patient_texts()[kind]
    assert mean(map(grade, texts.values())) <= ELEVEN_YEAR_OLD_GRADE, f"make these plainer:\n{hardest(texts)}"


@cache
def all_texts() -> dict[str, str]:
    return {f"{kind} {name}": text for kind, named in patient_texts().items() for name, text in named.items()}


def test_patient_texts_as_a_whole_read_below_the_age_of_eleven() -> None:
    average = mean(map(grade, all_texts().values()))
    print(f"{len(all_texts())} texts, mean grade {average:.1f}; the hardest:\n{hardest(all_texts())}")
    assert average <= MEAN_GRADE, f"mean grade {average:.1f}; make these plainer:\n{hardest(all_texts())}"


def test_no_single_text_is_far_too_hard() -> None:
    worst = hardest(all_texts(), count=1)
    assert float(worst.split()[0]) <= HARDEST_TEXT_GRADE, f"make this plainer: {worst}"


@pytest.mark.parametrize(
    "text", ["It is worn out.", "You failed.", "Never bend.", "A non-compliant patient", "Well done!", "out of place"]
)
def test_a_frightening_text_would_be_seen(text: str) -> None:
    assert FRIGHTENING.search(text)


@pytest.mark.parametrize("text", ["Nevertheless, walk.", "Your outlook is good."])
def test_a_harmless_word_is_left_alone(text: str) -> None:
    assert not FRIGHTENING.search(text)


def test_long_words_and_long_sentences_raise_the_grade() -> None:
    plain = "Walk a bit each day. Stop when it hurts."
    assert grade(plain) < 2
    assert (
        grade("Ambulation should be undertaken on a daily basis and discontinued upon exacerbation of symptoms.") > 12
    )
    assert grade("Walk a bit each day and stop when it hurts and then sit and rest and walk again.") > grade(plain)


@pytest.mark.parametrize(("word", "count"), [("walk", 1), ("body", 2), ("ease", 1), ("muscles", 2), ("exercises", 4)])
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count
