"""The closed words that the files may use, and texts that have a reader."""

from __future__ import annotations

from typing import Literal

import msgspec

Part = Literal["lumbar", "thoracic", "cervical", "hip", "knee", "ankle", "shoulder"]
Way = Literal["flexion", "extension", "rotation", "side_bend", "neutral", "abduction"]
Range = Literal["mid", "end"]
Load = Literal["none", "light", "heavy"]
Hold = Literal["repeated", "sustained"]
Impact = Literal["none", "walk", "brisk", "jump"]
Strain = Literal["none", "isometric", "breath_held"]
Balance = Literal["none", "supported", "unsupported"]
Neural = Literal["none", "slider", "tensioner"]
Position = Literal[
    "standing", "sitting", "supine", "crook_lying", "prone", "side_lying",
    "hands_and_knees", "half_kneeling", "kneeling", "walking", "any",
]  # fmt: skip
Stay = Literal["brief", "prolonged"]
Aim = Literal[
    "pain_relief", "spinal_mobility", "hip_mobility", "trunk_control", "trunk_endurance",
    "hip_strength", "leg_strength", "balance", "fitness", "directional_preference",
]  # fmt: skip
Equipment = Literal[
    "mat", "chair", "wall", "strap", "band", "ball", "weights", "step", "treadmill", "bike", "pool",
    "warm_pack", "cold_pack", "tens_unit",
]  # fmt: skip
Target = Literal[
    "hamstrings", "hip_flexors", "hip_rotators", "calves", "back_extensors", "abdominals", "side_trunk", "hip_sides",
    "hip_extensors", "thighs", "spine_bending", "spine_leaning_back", "spine_turning", "upper_back", "one_leg_balance",
    "walking_balance", "stamina", "carrying", "reaching_up",
]  # fmt: skip
Sex = Literal["female", "male"]
Side = Literal["left", "right"]
PainStatus = Literal["current", "past", "none"]
FindingLevel = Literal["as_expected", "below_middle", "borderline", "impaired", "no_norm"]
Stage = Literal["safety", "category", "plan", "examination"]
Acuity = Literal["acute", "subacute", "chronic"]
Agent = Literal[
    "heat", "cold", "tens", "ultrasound", "iontophoresis", "thrust", "traction", "dry_needling", "massage",
    "mobilisation", "laser", "tape",
]  # fmt: skip


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The same thing in the patient's words and in the clinician's."""

    patient: str
    clinician: str


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """What is said aloud during a repetition: by the name of a key, for the way back, for a hold and a breath."""

    go: str = ""
    back: str = ""
    hold: str = ""
    breathe: dict[str, str] = {}
    numbers: tuple[str, ...] = ()
    keys: dict[str, str] = {}
    back_from: dict[str, str] = {}


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A name for each reader."""

    clinician: str
    patient: str
