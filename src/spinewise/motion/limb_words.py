"""What knees, arms and legs do, in sentences."""

from __future__ import annotations

from spinewise.language import gettext_noop

LIMBS: dict[str, dict[str, str]] = {
    "lift": {
        "Both knees": gettext_noop("Both knees lift."),
        "One knee": gettext_noop("One knee lifts."),
        "Both arms": gettext_noop("Both arms lift."),
        "One arm": gettext_noop("One arm lifts."),
        "Both legs": gettext_noop("Both legs lift."),
        "One leg": gettext_noop("One leg lifts."),
        "The opposite leg": gettext_noop("The opposite leg lifts."),
    },
    "lower": {
        "Both knees": gettext_noop("Both knees lower."),
        "One knee": gettext_noop("One knee lowers."),
        "Both arms": gettext_noop("Both arms lower."),
        "One arm": gettext_noop("One arm lowers."),
        "Both legs": gettext_noop("Both legs lower."),
        "One leg": gettext_noop("One leg lowers."),
        "The opposite leg": gettext_noop("The opposite leg lowers."),
    },
    "move forward": {
        "Both knees": gettext_noop("Both knees move forward."),
        "One knee": gettext_noop("One knee moves forward."),
        "Both arms": gettext_noop("Both arms move forward."),
        "One arm": gettext_noop("One arm moves forward."),
        "Both legs": gettext_noop("Both legs move forward."),
        "One leg": gettext_noop("One leg moves forward."),
        "The opposite leg": gettext_noop("The opposite leg moves forward."),
    },
    "move back": {
        "Both knees": gettext_noop("Both knees move back."),
        "One knee": gettext_noop("One knee moves back."),
        "Both arms": gettext_noop("Both arms move back."),
        "One arm": gettext_noop("One arm moves back."),
        "Both legs": gettext_noop("Both legs move back."),
        "One leg": gettext_noop("One leg moves back."),
        "The opposite leg": gettext_noop("The opposite leg moves back."),
    },
    "slide up": {
        "Both knees": gettext_noop("Both knees slide up."),
        "One knee": gettext_noop("One knee slides up."),
        "Both arms": gettext_noop("Both arms slide up."),
        "One arm": gettext_noop("One arm slides up."),
        "Both legs": gettext_noop("Both legs slide up."),
        "One leg": gettext_noop("One leg slides up."),
        "The opposite leg": gettext_noop("The opposite leg slides up."),
    },
    "slide down": {
        "Both knees": gettext_noop("Both knees slide down."),
        "One knee": gettext_noop("One knee slides down."),
        "Both arms": gettext_noop("Both arms slide down."),
        "One arm": gettext_noop("One arm slides down."),
        "Both legs": gettext_noop("Both legs slide down."),
        "One leg": gettext_noop("One leg slides down."),
        "The opposite leg": gettext_noop("The opposite leg slides down."),
    },
    "move to the side": {
        "Both knees": gettext_noop("Both knees move to the side."),
        "One knee": gettext_noop("One knee moves to the side."),
        "Both arms": gettext_noop("Both arms move to the side."),
        "One arm": gettext_noop("One arm moves to the side."),
        "Both legs": gettext_noop("Both legs move to the side."),
        "One leg": gettext_noop("One leg moves to the side."),
        "The opposite leg": gettext_noop("The opposite leg moves to the side."),
    },
    "come towards the chest": {
        "Both knees": gettext_noop("Both knees come towards the chest."),
        "One knee": gettext_noop("One knee comes towards the chest."),
        "Both arms": gettext_noop("Both arms come towards the chest."),
        "One arm": gettext_noop("One arm comes towards the chest."),
        "Both legs": gettext_noop("Both legs come towards the chest."),
        "One leg": gettext_noop("One leg comes towards the chest."),
        "The opposite leg": gettext_noop("The opposite leg comes towards the chest."),
    },
    "move to the side and lower": {
        "Both knees": gettext_noop("Both knees move to the side and lower."),
        "One knee": gettext_noop("One knee moves to the side and lowers."),
        "Both arms": gettext_noop("Both arms move to the side and lower."),
        "One arm": gettext_noop("One arm moves to the side and lowers."),
        "Both legs": gettext_noop("Both legs move to the side and lower."),
        "One leg": gettext_noop("One leg moves to the side and lowers."),
        "The opposite leg": gettext_noop("The opposite leg moves to the side and lowers."),
    },
}
"""What a knee, an arm or a leg does, by the way it goes: whole sentences, because languages join them differently."""
