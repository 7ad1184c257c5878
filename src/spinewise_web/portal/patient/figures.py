"""The drawn person as each patient likes to see them."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from spinewise_web.design.figures import Kind, figures_of
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import Person

# What can be chosen; the names are those of the style sheet of the figures.
LOOKS = {
    "skin": {
        "light": gettext_lazy("Light"),
        "fair": gettext_lazy("Fair"),
        "sand": gettext_lazy("Sand"),
        "tan": gettext_lazy("Tan"),
        "brown": gettext_lazy("Brown"),
        "deep": gettext_lazy("Deep"),
    },
    "hair": {
        "dark": gettext_lazy("Dark"),
        "brown": gettext_lazy("Brown"),
        "auburn": gettext_lazy("Auburn"),
        "blond": gettext_lazy("Blond"),
        "grey": gettext_lazy("Grey"),
    },
    "top": {
        "spruce": gettext_lazy("Spruce"),
        "moss": gettext_lazy("Moss"),
        "heather": gettext_lazy("Heather"),
        "sky": gettext_lazy("Sky"),
        "navy": gettext_lazy("Navy"),
        "cream": gettext_lazy("Cream"),
    },
}
WORN = re.compile(r' data-(skin|hair|top)="\w+"')


def figure_for(exercise: str, kind: Kind, person: Person) -> SafeString:
    """A drawing in the person's own colours; nothing for what has no drawing."""
    if exercise not in knowledge().exercises:
        return SafeString("")
    return dressed(figures_of(knowledge()).exercise(exercise, kind), looks_of(person))


def looks_of(person: Person) -> dict[str, str]:
    """What this person chose; whatever cannot be chosen counts as nothing."""
    said = person.settings.get("figure", {})
    chosen = said if isinstance(said, dict) else {}
    return {name: chosen[name] for name, allowed in LOOKS.items() if chosen.get(name) in allowed}


def dressed(svg: SafeString, looks: dict[str, str]) -> SafeString:
    """The same drawing with other colours: they are attributes of it."""
    if not looks:
        return svg

    def worn(found: re.Match[str]) -> str:
        name = found[1]
        return f' data-{name}="{looks[name]}"' if name in looks else found[0]

    return mark_safe(WORN.sub(worn, svg))  # noqa: S308  # our own drawing; the values are from our own list
