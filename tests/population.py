"""Ordinary people with back pain, made from base rates, each labelled with what they really have.

The tables say how many people in a group give an answer and where the figure is from: an evidence row, or
`ASSUMPTION` where there is none. A person is drawn from top to bottom, so an answer can depend on earlier
ones; of the rows about one answer, the last whose group holds counts. Whatever no row speaks of is answered no.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from spinewise.assess.vignettes import plain_no
from spinewise.knowledge.models import KnowledgeBase
from spinewise.rules.facts import Answer, Answers, Body, Fact, Kind, Reading, Role, State
from spinewise.rules.known import Known, truth_of
from spinewise.rules.truth import NO

ASSUMPTION = "assumption"
TODAY = dt.date(2026, 11, 23)
ZONE = "Europe/London"


class Label(NamedTuple):
    """What somebody really has. `serious` is what nobody should wait with; the bound is about everybody else.

    `seen_today` is what is not serious and yet, by the evidence row itself, is looked at the same day.
    """

    share: float
    source: str
    serious: bool
    note: str = ""
    seen_today: bool = False


NONSPECIFIC, SELF_HARM, AXSPA = "nonspecific", "thoughts of self-harm", "inflamed spine"
LABELS: dict[str, Label] = {
    "radicular": Label(0.045, "cat-radicular", False, "with stenosis 5-10%; the split is an assumption"),
    "stenosis": Label(0.015, "cat-radicular", False, "with radicular pain 5-10%; the split is an assumption"),
    "feverish illness": Label(
        0.018,
        "rf-infection-fever",
        False,
        "specificity 0.98: fever that is not from the spine, less those with a kidney infection",
        True,
    ),
    "injury": Label(
        0.014,
        "rf-fracture-major-trauma",
        False,
        "a hard blow without a break: 11% of those with a blow have one, a quarter of breaks had a blow (assumption)",
        True,
    ),
    "hip": Label(0.007, "cat-nonspinal", False, "non-spinal about 2%; the split is an assumption"),
    "shingles": Label(0.001, "cat-nonspinal", True, "non-spinal about 2%; the split is an assumption"),
    "gallbladder or gut": Label(0.003, "cat-nonspinal", True, "non-spinal about 2%; the split is an assumption"),
    "leg arteries": Label(0.003, "cat-nonspinal", False, "non-spinal about 2%; the split is an assumption"),
    "kidney": Label(0.005, "cat-nonspinal", True, "non-spinal about 2%; the split is an assumption"),
    "heart or vessel": Label(0.001, "cat-nonspinal", True, "non-spinal about 2%; the split is an assumption"),
    "fracture": Label(8 / 1172, "prior-fracture", True),
    "cancer": Label(0.003, "prior-malignancy", True, "the cohort of prior-fracture had none in 1,172"),
    "infection": Label(0.0001, "prior-infection", True),
    "cauda equina": Label(0.0004, "prior-ces-lbp", True),
    AXSPA: Label(0.05, "prior-axspa", True, "of those with pain over 12 weeks that began before 45"),
    SELF_HARM: Label(0.02, ASSUMPTION, True, "no spinal disease; needs somebody the same day"),
}
"""Everybody else is `nonspecific`. The share of an inflamed spine is within its group."""


class Turn(NamedTuple):
    """With this answer a disease that could wait is one that cannot; the sign is the disease, by its row."""

    label: str
    fact: str
    value: str
    source: str


TURNS = (
    Turn("radicular", "foot_drop", "true", "rf-neuro-foot-drop"),
    Turn("radicular", "leg_weakness", "getting_worse", "rf-neuro-progressive"),
    Turn("leg arteries", "cold_pale_leg", "true", "rf-pad"),
    Turn("hip", "groin_or_hip_pain", "no_weight", "rf-hip"),
)
"""Who has one of these counts as seriously ill: to see them today is no false alarm."""


class Among(NamedTuple):
    """In this group, this share gives this answer."""

    fact: str
    value: str
    group: str
    share: float
    source: str = ASSUMPTION


@dataclass
class Story:
    """A person while they are being drawn. `severity` (0 to 1) is what makes their answers hang together."""

    label: str
    age: int = 0
    sex: str = "female"
    days: int = 0
    severity: float = 0
    words: dict[str, str] = field(default_factory=dict)

    def says(self, fact: str, *values: str) -> bool:
        """Whether the answer so far is one of these."""
        return self.words.get(fact, "") in values


GROUPS: dict[str, Callable[[Story], bool]] = {
    "everyone": lambda _: True,
    "women": lambda who: who.sex == "female",
    "women 18-45": lambda who: who.sex == "female" and who.age <= 45,
    "women from 65": lambda who: who.sex == "female" and who.age >= 65,
    "men from 60": lambda who: who.sex == "male" and who.age >= 60,
    "men from 65": lambda who: who.sex == "male" and who.age >= 65,
    "from 40": lambda who: who.age >= 40,
    "from 65": lambda who: who.age >= 65,
    "under 30": lambda who: who.age < 30,
    "acute": lambda who: who.days < 42,
    "after 2 weeks": lambda who: who.days >= 14,
    "after a month": lambda who: who.days >= 30,
    "over 12 weeks": lambda who: who.days > 84,
    "strong pain": lambda who: who.severity > 0.75,
    "strong acute pain": lambda who: who.severity > 0.75 and who.days < 42,
    "first episode": lambda who: who.says("first_episode", "true"),
    "sudden onset": lambda who: who.says("onset", "sudden"),
    "leg pain": lambda who: who.says("leg_pain", "one_leg", "both_legs"),
    "pain of both legs": lambda who: who.says("leg_pain", "both_legs"),
    "no leg pain": lambda who: not who.says("leg_pain", "one_leg", "both_legs"),
    "worse walking": lambda who: who.says("worse_walking_or_standing", "true"),
    "worse leaning back": lambda who: who.says("worse_bending_back", "true"),
    "low mood": lambda who: who.says("low_mood", "true"),
    "fever": lambda who: who.says("fever_or_unwell", "true"),
    "hard blow": lambda who: who.says("major_trauma", "true"),
    "hard blow long ago": lambda who: who.says("major_trauma", "true") and who.days >= 42,
    "small fall or lift": lambda who: who.says("minor_trauma", "true"),
    "cancer before": lambda who: who.says("cancer_history", "past", "current"),
    "joint replaced": lambda who: (
        who.says("hip_replacement", "front", "back_or_unknown") or who.says("knee_replacement", "true")
    ),
    "diabetes": lambda who: who.says("diabetes", "true"),
    "pregnant": lambda who: who.says("pregnancy", "possible", "first_trimester", "later"),
    "in work": lambda who: who.says("work_status", "usual", "changed", "off"),
    "direction to the side": lambda who: who.says("directional_preference", "lateral"),
    "weak leg": lambda who: who.says("leg_weakness", "steady", "getting_worse"),
    "both legs weak or numb": lambda who: who.says("both_legs_weak_or_numb", "long_standing_unchanged", "new", "worse"),
} | {label: (lambda who, label=label: who.label == label) for label in LABELS}

ROWS: tuple[Among, ...] = (
    # The story. No row gives the mix of durations that reaches a practice, nor how often it is the first time.
    Among("back_or_leg_pain", "true", "everyone", 1.0),
    Among("first_episode", "true", "everyone", 0.3),
    Among("onset", "sudden", "everyone", 0.3),
    Among("onset", "sudden", "acute", 0.5),
    Among("onset", "sudden", AXSPA, 0.05),
    Among("course", "same", "everyone", 0.20),
    Among("course", "worse", "everyone", 0.10),
    Among("course", "up_and_down", "everyone", 0.15),
    Among("course", "same", "over 12 weeks", 0.40),
    Among("course", "up_and_down", "over 12 weeks", 0.35),
    Among("course", "worse", "cancer", 0.6),
    Among("course", "worse", "infection", 0.6),
    Among("thoracic_pain", "true", "everyone", 0.10),
    Among("thoracic_pain", "true", "fracture", 0.5),
    Among("thoracic_pain", "true", "cancer", 0.4),
    Among("thoracic_pain", "true", "heart or vessel", 0.7),
    Among("leg_pain", "one_leg", "everyone", 0.23),
    Among("leg_pain", "both_legs", "everyone", 0.02),
    Among("leg_pain", "one_leg", "radicular", 0.99),
    Among("leg_pain", "both_legs", "radicular", 0.01),
    Among("leg_pain", "one_leg", "stenosis", 0.3),
    Among("leg_pain", "both_legs", "stenosis", 0.7),
    Among("leg_pain", "one_leg", "leg arteries", 0.9),
    Among("leg_pain", "both_legs", "cauda equina", 0.60, "rf-cauda-equina-bilateral-leg-pain"),
    Among("leg_pain_course", "steady", "leg pain", 0.0),
    Among("leg_pain_course", "new_or_worse", "leg pain", 1.0),
    Among("leg_pain_course", "new_or_worse", "after 2 weeks", 0.25),
    Among("leg_pain_course", "steady", "after 2 weeks", 0.75),
    Among("leg_pain_course", "new_or_worse", "over 12 weeks", 0.15),
    Among("leg_pain_course", "steady", "over 12 weeks", 0.35),
    Among("leg_pain_course", "long_standing", "over 12 weeks", 0.50),
    Among("leg_pain_course", "new_or_worse", "cauda equina", 0.9),
    Among("leg_pain_course", "none", "no leg pain", 1.0),
    Among("leg_pain_shooting", "true", "leg pain", 0.2),
    # New nerve pain of both legs is one of the signs that bring people in as suspected: the same 0.05% as the others.
    Among("leg_pain_shooting", "true", "pain of both legs", 0.05),
    Among("leg_pain_shooting", "true", "radicular", 0.85),
    Among("leg_pain_shooting", "true", "cauda equina", 0.8),
    Among("furthest_region", "buttock", "no leg pain", 0.25),
    Among("furthest_region", "thigh", "leg pain", 0.60),
    Among("furthest_region", "knee", "leg pain", 0.20),
    Among("furthest_region", "below_knee", "leg pain", 0.15),
    Among("furthest_region", "foot", "leg pain", 0.05),
    Among("furthest_region", "thigh", "radicular", 0.05),
    Among("furthest_region", "knee", "radicular", 0.05),
    Among("furthest_region", "below_knee", "radicular", 0.45),
    Among("furthest_region", "foot", "radicular", 0.45),
    Among("worse_sitting_or_bending", "true", "everyone", 0.5),
    Among("worse_sitting_or_bending", "true", "stenosis", 0.1),
    Among("worse_bending_back", "true", "everyone", 0.25),
    Among("extension_sport", "true", "worse leaning back", 0.03),
    Among("extension_sport", "true", "under 30", 0.10),
    Among("worse_walking_or_standing", "true", "everyone", 0.4),
    Among("worse_walking_or_standing", "true", "stenosis", 0.96, "cx-lss-cook5"),
    Among("worse_walking_or_standing", "true", "leg arteries", 1.0),
    Among("better_sitting", "true", "everyone", 0.4),
    Among("better_sitting", "true", "stenosis", 0.9),
    Among("standing_still_eases", "true", "worse walking", 0.03),
    Among("standing_still_eases", "true", "leg arteries", 0.95),
    Among("groin_or_hip_pain", "stiff_hip", "everyone", 0.03),
    Among("groin_or_hip_pain", "no_weight", "everyone", 0.0002),
    Among("groin_or_hip_pain", "stiff_hip", "hip", 0.85),
    Among("groin_or_hip_pain", "no_weight", "hip", 0.05),
    Among("pain_easily_provoked", "moderate_activity", "everyone", 0.45),
    Among("pain_easily_provoked", "within_minutes", "everyone", 0.08),
    Among("pain_easily_provoked", "within_minutes", "strong pain", 0.5),
    Among("settles_within", "one_hour", "everyone", 0.4),
    Among("settles_within", "longer", "everyone", 0.1),
    Among("settles_within", "longer", "strong pain", 0.4),
    Among("disabling", "true", "everyone", 0.15),
    Among("disabling", "true", "strong pain", 0.7),
    Among("sudden_severe_pain", "true", "sudden onset", 0.03),
    Among("sudden_severe_pain", "true", "strong acute pain", 0.25),
    Among("sudden_severe_pain", "true", "fracture", 0.6),
    Among("sudden_severe_pain", "true", "heart or vessel", 0.8),
    Among("present_activity", "some", "everyone", 0.45),
    Among("present_activity", "regular", "everyone", 0.25),
    # Cancer.
    Among("rest_or_night_pain", "true", "everyone", 0.54, "rf-cancer-night"),
    Among("rest_or_night_pain", "true", "cancer", 0.90, "rf-cancer-night"),
    Among("night_pain_not_eased", "true", "everyone", 0.05),
    Among("night_pain_not_eased", "true", "strong pain", 0.2),
    Among("night_pain_not_eased", "true", "cancer", 0.6),
    Among("night_pain_not_eased", "true", "infection", 0.7),
    Among("pain_unremitting", "true", "everyone", 0.03),
    Among("pain_unremitting", "true", "strong pain", 0.12),
    Among("pain_unremitting", "true", "cancer", 0.6),
    Among("pain_unremitting", "true", "infection", 0.8),
    # Specificity 0.90 over everybody; the question reaches the half whose pain began a month ago.
    Among("no_improvement_after_month", "true", "after a month", 0.20, "rf-cancer-no-improve"),
    Among("no_improvement_after_month", "true", "cancer", 0.31, "rf-cancer-no-improve"),
    Among("pain_new_or_different", "true", "everyone", 0.2),
    Among("pain_new_or_different", "true", "first episode", 0.9),
    Among("pain_new_or_different", "true", "cancer", 0.8),
    Among("pain_new_or_different", "true", "fracture", 0.8),
    Among("unexplained_weight_loss", "true", "everyone", 0.06, "rf-cancer-weight-loss"),
    Among("unexplained_weight_loss", "true", "cancer", 0.15, "rf-cancer-weight-loss"),
    # Specificity 0.98; that most of the 2% are older is an assumption.
    Among("cancer_history", "past", "everyone", 0.014, "rf-cancer-history"),
    Among("cancer_history", "past", "from 65", 0.08, "rf-cancer-history"),
    Among("cancer_history", "past", "cancer", 0.31, "rf-cancer-history"),
    Among("lying_or_straining_worse", "true", "cancer before", 0.1),
    Among("lying_or_straining_worse", "true", "cancer", 0.4),
    # Infection.
    # Who is feverish without anything serious is a group of its own, in the share that the row gives.
    Among("fever_or_unwell", "true", "feverish illness", 1.0, "rf-infection-fever"),
    Among("fever_or_unwell", "true", "infection", 0.52, "rf-infection-fever"),
    Among("fever_or_unwell", "true", "kidney", 0.4),
    Among("very_unwell", "true", "fever", 0.05),
    Among("recent_infection_source", "true", "everyone", 0.03),
    Among("recent_infection_source", "true", "infection", 0.40, "rf-infection-source"),
    Among("immunosuppressed", "true", "everyone", 0.01),
    Among("immunosuppressed", "true", "infection", 0.3),
    Among("diabetes", "true", "everyone", 0.04),
    Among("diabetes", "true", "from 65", 0.15),
    Among("recent_spinal_procedure", "true", "everyone", 0.01),
    Among("recent_spinal_procedure", "true", "infection", 0.2),
    # Fracture. A hard blow without a break is a group of its own. The row's likelihood ratio of 10 would make that
    # 2.5% of everybody, its 11% of breaks after a blow 1.4%: the second is pooled over more cohorts.
    Among("major_trauma", "true", "injury", 1.0, "rf-fracture-major-trauma"),
    Among("major_trauma", "true", "fracture", 0.25),
    Among("trauma_checked", "true", "hard blow", 0.3),
    Among("trauma_checked", "true", "hard blow long ago", 0.85),
    Among("trauma_checked", "true", "fracture", 0.0),
    Among("unable_to_stand", "true", "hard blow", 0.02),
    Among("unable_to_stand", "true", "fracture", 0.2),
    Among("minor_trauma", "true", "sudden onset", 0.25),
    Among("minor_trauma", "true", "fracture", 0.4),
    Among("spine_bruise", "true", "hard blow", 0.1),
    Among("spine_bruise", "true", "small fall or lift", 0.005),
    Among("spine_bruise", "true", "fracture", 0.1),
    Among("long_steroid_use", "true", "everyone", 0.005, "rf-fracture-steroid"),
    Among("long_steroid_use", "true", "fracture", 0.06, "rf-fracture-steroid"),
    Among("told_osteoporosis", "maybe", "everyone", 0.01),
    Among("told_osteoporosis", "yes", "men from 65", 0.03),
    Among("told_osteoporosis", "maybe", "men from 65", 0.03),
    Among("told_osteoporosis", "yes", "women from 65", 0.12),
    Among("told_osteoporosis", "maybe", "women from 65", 0.08),
    Among("told_osteoporosis", "measured_normal", "women from 65", 0.2),
    Among("told_osteoporosis", "yes", "fracture", 0.3),
    Among("fragility_fracture", "true", "from 40", 0.02),
    Among("fragility_fracture", "true", "women from 65", 0.10),
    Among("fragility_fracture", "true", "fracture", 0.3),
    Among("height_loss", "true", "everyone", 0.005),
    Among("height_loss", "true", "from 65", 0.12),
    Among("height_loss", "true", "fracture", 0.4),
    Among("told_vertebral_fracture", "healed", "from 40", 0.003),
    Among("told_vertebral_fracture", "healed", "from 65", 0.02),
    Among("told_vertebral_fracture", "healed", "fracture", 0.2),
    # Cauda equina and nerves. The specificities of A.2 come from people who were already suspected and scanned,
    # so they are not used for others. Suspected to found is about 7 to 1, which gives 0.3% over the six signs.
    Among("saddle_numbness", "new", "everyone", 0.0005, "prior-ces"),
    Among("saddle_numbness", "long_standing_unchanged", "everyone", 0.002),
    Among("saddle_numbness", "new", "cauda equina", 0.82, "rf-cauda-equina-saddle"),
    Among("bladder_difficulty", "new", "everyone", 0.0005, "prior-ces"),
    Among("bladder_difficulty", "long_standing_unchanged", "everyone", 0.01),
    Among("bladder_difficulty", "long_standing_unchanged", "men from 60", 0.15),
    Among("bladder_difficulty", "new", "cauda equina", 0.43, "rf-cauda-equina-retention"),
    Among("urine_leak", "new", "everyone", 0.0005, "prior-ces"),
    Among("urine_leak", "long_standing_unchanged", "women", 0.01),
    Among("urine_leak", "new", "cauda equina", 0.72, "rf-cauda-equina-incontinence"),
    Among("bowel_control", "new", "everyone", 0.0005, "prior-ces"),
    Among("bowel_control", "long_standing_unchanged", "everyone", 0.003),
    Among("bowel_control", "new", "cauda equina", 0.3, "rf-cauda-equina-bowel"),
    Among("sexual_sensation", "new", "everyone", 0.0005, "prior-ces"),
    Among("sexual_sensation", "long_standing_unchanged", "over 12 weeks", 0.01),
    Among("sexual_sensation", "new", "cauda equina", 0.4),
    Among("both_legs_weak_or_numb", "new", "everyone", 0.0005, "prior-ces"),
    Among("both_legs_weak_or_numb", "long_standing_unchanged", "everyone", 0.002),
    Among("both_legs_weak_or_numb", "long_standing_unchanged", "stenosis", 0.1),
    Among("both_legs_weak_or_numb", "new", "cauda equina", 0.68, "rf-cauda-equina-bilateral-deficit"),
    Among("ces_investigated", "true", "everyone", 0.8),
    Among("leg_weakness", "long_standing", "everyone", 0.01),
    Among("leg_weakness", "steady", "leg pain", 0.04),
    Among("leg_weakness", "steady", "radicular", 0.25),
    Among("leg_weakness", "getting_worse", "radicular", 0.02),
    Among("leg_weakness", "steady", "cancer", 0.1),
    Among("leg_numbness", "true", "everyone", 0.02),
    Among("leg_numbness", "true", "leg pain", 0.12),
    Among("leg_numbness", "true", "radicular", 0.6),
    Among("leg_numbness", "true", "both legs weak or numb", 1.0),
    Among("foot_drop", "true", "everyone", 0.0002),
    Among("foot_drop", "true", "radicular", 0.03),
    Among("unsteady_legs", "new", "everyone", 0.0005),
    Among("unsteady_legs", "long_standing_unchanged", "from 65", 0.04),
    Among("unsteady_legs", "new", "cancer", 0.05),
    Among("band_pain", "true", "everyone", 0.001),
    Among("band_pain", "true", "cancer", 0.1),
    # Sources outside the spine.
    Among("severe_belly_pain", "true", "everyone", 0.0005),
    Among("severe_belly_pain", "true", "gallbladder or gut", 0.5),
    Among("severe_belly_pain", "true", "kidney", 0.1),
    Among("severe_belly_pain", "true", "heart or vessel", 0.4),
    Among("side_pain", "true", "everyone", 0.001),
    Among("side_pain", "true", "kidney", 0.8),
    Among("side_pain", "true", "heart or vessel", 0.3),
    Among("urine_burning_or_blood", "true", "everyone", 0.015),
    Among("urine_burning_or_blood", "true", "kidney", 0.6),
    Among("fainted", "true", "everyone", 0.001),
    Among("fainted", "true", "heart or vessel", 0.3),
    Among("known_aneurysm", "true", "from 65", 0.005),
    Among("known_aneurysm", "true", "heart or vessel", 0.2),
    Among("tearing_chest_pain", "true", "everyone", 0.0005),
    Among("tearing_chest_pain", "true", "heart or vessel", 0.5),
    Among("chest_pressure_or_breathless", "true", "everyone", 0.001),
    Among("chest_pressure_or_breathless", "true", "heart or vessel", 0.6),
    Among("calf_swelling", "true", "everyone", 0.0005),
    Among("calf_swelling", "true", "leg pain", 0.002),
    Among("cold_pale_leg", "true", "everyone", 0.0005),
    Among("cold_pale_leg", "true", "leg arteries", 0.05),
    Among("low_mood", "true", "everyone", 0.15),
    Among("low_mood", "true", SELF_HARM, 1.0),
    Among("self_harm_thoughts", "not_said", "low mood", 0.03),
    Among("self_harm_thoughts", "thoughts", SELF_HARM, 0.95),
    Among("self_harm_thoughts", "plan", SELF_HARM, 0.05),
    # Inflamed spine: no row gives a single item, only the nine together.
    Among("wakes_second_half_of_night", "true", "everyone", 0.1),
    Among("wakes_second_half_of_night", "true", AXSPA, 0.7),
    Among("buttock_pain", "true", "everyone", 0.15),
    Among("buttock_pain", "true", AXSPA, 0.6),
    Among("better_with_movement", "true", "everyone", 0.35),
    Among("better_with_movement", "true", AXSPA, 0.8),
    Among("better_with_rest", "true", "everyone", 0.6),
    Among("better_with_rest", "true", AXSPA, 0.15),
    Among("night_pain_better_up", "true", "everyone", 0.08),
    Among("night_pain_better_up", "true", AXSPA, 0.6),
    Among("anti_inflammatory_helps", "true", "everyone", 0.2),
    Among("anti_inflammatory_helps", "true", AXSPA, 0.75),
    Among("family_spondyloarthritis", "true", "everyone", 0.02),
    Among("family_spondyloarthritis", "true", AXSPA, 0.25),
    Among("arthritis_ever", "true", "everyone", 0.03),
    Among("arthritis_ever", "true", AXSPA, 0.3),
    Among("enthesitis_ever", "true", "everyone", 0.06),
    Among("enthesitis_ever", "true", AXSPA, 0.35),
    Among("psoriasis_ever", "true", "everyone", 0.03),
    Among("psoriasis_ever", "true", AXSPA, 0.1),
    Among("eye_or_bowel_inflammation", "true", "everyone", 0.02),
    Among("eye_or_bowel_inflammation", "true", AXSPA, 0.15),
    # Other conditions.
    Among("pregnancy", "possible", "women 18-45", 0.02),
    Among("pregnancy", "first_trimester", "women 18-45", 0.01),
    Among("pregnancy", "later", "women 18-45", 0.02),
    Among("pregnancy_warning_signs", "true", "pregnant", 0.03),
    Among("anticoagulants", "true", "everyone", 0.01),
    Among("anticoagulants", "true", "from 65", 0.12),
    Among("pacemaker", "true", "from 65", 0.02),
    Among("insensate_skin", "true", "everyone", 0.005),
    Among("insensate_skin", "true", "diabetes", 0.1),
    Among("poor_circulation", "true", "everyone", 0.03),
    Among("cold_reaction", "true", "everyone", 0.01),
    Among("uncontrolled_blood_pressure", "true", "everyone", 0.01),
    Among("heart_condition", "stable", "everyone", 0.02),
    Among("heart_condition", "unstable_or_recent", "everyone", 0.002),
    Among("heart_condition", "stable", "from 65", 0.15),
    Among("heart_condition", "unstable_or_recent", "from 65", 0.01),
    Among("epilepsy", "true", "everyone", 0.007),
    Among("falls_or_unsteady", "true", "everyone", 0.04),
    Among("falls_or_unsteady", "true", "from 65", 0.25),
    Among("recent_spine_surgery", "discectomy", "everyone", 0.002),
    Among("recent_spine_surgery", "fusion", "everyone", 0.001),
    Among("older_fusion", "true", "everyone", 0.005),
    Among("told_slip", "slip", "everyone", 0.02),
    Among("fused_spine", "true", "everyone", 0.002),
    Among("fused_spine", "true", AXSPA, 0.05),
    Among("hip_replacement", "front", "from 65", 0.01),
    Among("hip_replacement", "back_or_unknown", "from 65", 0.04),
    Among("knee_replacement", "true", "from 65", 0.06),
    Among("metal_implant", "true", "everyone", 0.05),
    Among("metal_implant", "true", "from 65", 0.15),
    Among("metal_implant", "true", "joint replaced", 1.0),
    Among("hypermobile", "true", "everyone", 0.01),
    Among("eye_pressure_or_retina", "true", "from 65", 0.06),
    Among("hernia_or_belly_surgery", "true", "everyone", 0.03),
    Among("severe_breathing_disease", "true", "from 65", 0.04),
    Among("open_skin", "true", "everyone", 0.005),
    Among("vein_clot", "true", "everyone", 0.003),
    Among("recent_radiotherapy", "true", "cancer before", 0.03),
    Among("cancer_in_bone", "true", "cancer before", 0.02),
    Among("cancer_in_bone", "true", "cancer", 0.2),
    Among("steroid_or_drug_allergy", "true", "everyone", 0.03),
    Among("metal_or_plaster_allergy", "true", "everyone", 0.08),
    Among("cannot_report_feeling", "true", "everyone", 0.005),
    Among("tuberculosis_contact", "true", "everyone", 0.02),
    Among("tuberculosis_contact", "true", "infection", 0.2),
    Among("night_sweats", "true", "everyone", 0.02),
    Among("night_sweats", "true", "infection", 0.3),
    Among("biliary_pain", "true", "everyone", 0.0005),
    Among("biliary_pain", "true", "gallbladder or gut", 0.6),
    Among("jaundice", "true", "everyone", 0.0005),
    Among("jaundice", "true", "gallbladder or gut", 0.1),
    Among("one_sided_rash", "true", "everyone", 0.0002),
    Among("one_sided_rash", "true", "shingles", 0.95),
    Among("pelvic_pain", "with_periods", "women 18-45", 0.05),
    Among("pelvic_pain", "with_discharge", "women 18-45", 0.005),
    Among("pelvic_pain", "sudden_one_side", "women 18-45", 0.002),
    Among("bloating_or_early_fullness", "true", "everyone", 0.03),
    Among("talk_in_private", "not_said", "everyone", 0.01),
    Among("talk_in_private", "yes", "everyone", 0.01),
    Among("red_painful_eye", "true", "everyone", 0.002),
    Among("red_painful_eye", "true", AXSPA, 0.02),
    Among("told_stenosis", "true", "from 65", 0.02),
    Among("told_stenosis", "true", "stenosis", 0.3),
    # Inflamed arteries: the signs are rare in anybody else.
    Among("shoulders_stiff", "true", "from 65", 0.005),
    Among("temple_or_jaw_pain", "true", "everyone", 0.001),
    Among("sight_lost", "true", "everyone", 0.0001),
    # Work, worries and sleep.
    Among("gave_birth", "natural", "women 18-45", 0.01),
    Among("gave_birth", "operation", "women 18-45", 0.004),
    Among("avoids_activity", "true", "everyone", 0.3),
    Among("claim_open", "true", "everyone", 0.03),
    Among("expects_recovery", "unsure", "everyone", 0.3),
    Among("expects_recovery", "no", "everyone", 0.1),
    Among("relies_on_treatment", "true", "everyone", 0.2),
    Among("sleeps_badly", "true", "everyone", 0.4),
    Among("work_status", "usual", "everyone", 0.65),
    Among("work_status", "changed", "everyone", 0.07),
    Among("work_status", "off", "everyone", 0.08),
    Among("work_status", "off", "from 65", 0.0),
    Among("work_demand", "light", "in work", 0.4),
    Among("work_demand", "medium", "in work", 0.25),
    Among("work_demand", "heavy", "in work", 0.12),
    Among("work_demand", "very_heavy", "in work", 0.04),
    Among("work_alone", "true", "in work", 0.2),
    Among("work_too_much", "true", "in work", 0.2),
    Among("work_unhappy", "true", "in work", 0.15),
    # Wishes.
    Among("can_use_floor", "true", "everyone", 0.95),
    Among("can_use_floor", "true", "from 65", 0.75),
    Among("comfort", "heat", "everyone", 0.4),
    Among("comfort", "cold", "everyone", 0.1),
    Among("comfort", "neither", "everyone", 0.5),
    Among("part_of_day", "morning", "everyone", 0.4),
    Among("part_of_day", "midday", "everyone", 0.1),
    Among("part_of_day", "evening", "everyone", 0.5),
)

FINDINGS: tuple[Among, ...] = (
    # What an examination adds. Specificities of B.5 are from surgical clinics, so others are an assumption.
    Among("examined", "true", "everyone", 1.0),
    Among("slr", "positive", "everyone", 0.05),
    Among("slr", "positive", "radicular", 0.92, "tx-slr"),
    Among("crossed_slr", "positive", "radicular", 0.28, "tx-crossed-slr"),
    Among("reflexes", "reduced", "radicular", 0.2),
    Among("sensory_loss", "true", "radicular", 0.4),
    Among("deficit_course", "steady", "weak leg", 1.0),
    Among("centralises", "true", "leg pain", 0.42, "dp-centralisation-prev"),
    # 70% have a direction; about 80% of those extension, 12% to the side, the rest flexion.
    Among("directional_preference", "extension", "everyone", 0.56, "dp-direction"),
    Among("directional_preference", "lateral", "everyone", 0.085, "dp-direction"),
    Among("directional_preference", "flexion", "everyone", 0.055, "dp-direction"),
    Among("directional_preference", "extension", "stenosis", 0.0),
    Among("directional_preference", "flexion", "stenosis", 0.5),
    Among("lateral_shift", "left", "direction to the side", 0.4),
    Among("lateral_shift", "right", "direction to the side", 0.4),
    Among("aberrant_movement", "true", "everyone", 0.15),
    Among("flexion_intolerant", "true", "radicular", 0.4),
    Among("bone_density", "low", "from 65", 0.2),
    Among("bone_density", "osteoporosis", "women from 65", 0.1),
    Among("fracture_imaging", "recent", "fracture", 0.5),
)

AGE_MEAN, AGE_SPREAD, AGE_SOURCE = 43, 15, "rf-cancer-age50 (29% are 50 or over); the spread is an assumption"
FROM_AGE: dict[str, tuple[int, float, str]] = {
    "fracture": (71, 0.4, "rf-fracture-age70 (likelihood ratio 11 on 3.6%)"),
    "cancer": (50, 0.77, "rf-cancer-age50"),
    "stenosis": (60, 0.85, ASSUMPTION),
    "heart or vessel": (60, 0.8, ASSUMPTION),
    "leg arteries": (60, 0.8, ASSUMPTION),
    "hip": (50, 0.8, ASSUMPTION),
}
"""Given what somebody has: from this age on, in this share."""
YOUNGEST, OLDEST, INFLAMED_UNTIL = 18, 92, 55
FEMALE = (0.54, ASSUMPTION)
DURATIONS = ((0.60, 1, 41), (0.15, 42, 84), (0.25, 85, 2500))
"""Share, and days from and to: an assumption."""
PAIN_MEAN, PAIN_SPREAD, PAIN_SOURCE = 5.6, 2.0, "nh-wallwork"
RECURRED = (0.69, "nh-recur")
INDEX_MEAN, INDEX_SPREAD = 27, 5
MINUTES = (10, 15, 20, 20, 30, 45)
EQUIPMENT = (("mat", 0.7), ("chair", 0.98), ("wall", 0.97), ("strap", 0.6), ("band", 0.3), ("step", 0.6),
             ("weights", 0.3), ("ball", 0.1), ("warm_pack", 0.7), ("cold_pack", 0.7), ("tens_unit", 0.1),
             ("treadmill", 0.1), ("pool", 0.1), ("bike", 0.15))  # fmt: skip
WISHED_AIMS = ("pain_relief", "spinal_mobility", "hip_mobility", "trunk_control", "hip_strength", "leg_strength",
               "balance", "fitness", "trunk_endurance")  # fmt: skip


HARD_TASKS = {
    "bed": 0.25, "floor": 0.2, "socks": 0.25, "dressing_standing": 0.1, "sink": 0.2, "picking_up": 0.25, "lifting": 0.3,
    "lifting_child": 0.08, "carrying": 0.2, "chair": 0.15, "stairs": 0.15, "walking": 0.2, "car": 0.2, "driving": 0.2,
    "desk": 0.35, "reaching_up": 0.08,
}  # fmt: skip
"""How many find a task hard: an assumption. Twice as many with the worst pain, nobody with the least."""
KINDS_LIKED = {
    "walking": 0.35, "cycling": 0.15, "water": 0.12, "weights": 0.12, "bands": 0.08, "ball": 0.04, "stretching": 0.25,
    "moving_the_back": 0.2, "lying": 0.15, "on_the_knees": 0.05, "sitting": 0.1, "standing": 0.15, "balancing": 0.08,
    "breathing": 0.12,
}  # fmt: skip
"""How many like a kind of exercise: an assumption."""
DONE_BY_THE_ACTIVE = {
    "aerobic/walk": 0.6, "aerobic/cycle_upright": 0.2, "aerobic/swim_crawl": 0.08, "aerobic/swim_back": 0.08,
    "lumbar/knee_to_chest": 0.15, "lumbar/childs_pose": 0.12, "lumbar/cat_camel": 0.15,
    "lumbar/lower_trunk_rotation": 0.12, "hip/hamstring_seated_stretch": 0.25, "lumbar/plank_full": 0.2,
    "strength/squat_goblet": 0.1, "strength/deadlift": 0.05,
}  # fmt: skip
"""How many of those who exercise every week do it already, a third as many of the somewhat active: an assumption."""


class Measured(NamedTuple):
    """How a measure comes out: the middle at 45 years, what each year changes, and the spread. An assumption."""

    middle: float
    a_year: float
    spread: float
    share: float = 0.4


MEASURED: dict[str, Measured] = {
    "back_extensor_hold": Measured(95, -0.6, 45), "trunk_flexor_hold": Measured(95, -0.5, 40),
    "side_bridge_hold": Measured(60, -0.4, 25), "plank_hold": Measured(70, -0.5, 35, 0.2),
    "knee_extension_90_90": Measured(22, 0.1, 10), "straight_leg_raise": Measured(76, -0.1, 10),
    "thomas_hip_extension": Measured(-3, 0.1, 7), "hip_internal_rotation": Measured(36, -0.1, 8),
    "lumbar_flexion": Measured(57, -0.45, 14), "lumbar_extension": Measured(19, -0.31, 7, 0.3),
    "lumbar_side_bend": Measured(21, -0.19, 5, 0.3), "schober_modified": Measured(5.8, -0.02, 1.2, 0.2),
    "single_leg_stance_eyes_open": Measured(37, -0.7, 9), "sit_to_stand_30s": Measured(17, -0.13, 4),
    "six_minute_walk": Measured(560, -4, 90, 0.2), "timed_up_and_go": Measured(7.5, 0.09, 1.6, 0.3),
}  # fmt: skip
"""What is measured in a part of the examinations: how often, and with what result, is an assumption."""
HEIGHT_CM = {"female": (163, 7), "male": (177, 7)}
WEIGHT_KG = {"female": (72, 13), "male": (86, 14)}


class Drawn(NamedTuple):
    """A person: what they really have, and what they answer and an examination measured."""

    label: str
    answers: Answers

    @property
    def is_serious(self) -> bool:
        """Whether they have something that should not wait."""
        return (self.label in LABELS and LABELS[self.label].serious) or any(map(self.has_taken, TURNS))

    def has_taken(self, turn: Turn) -> bool:
        """Whether what they have has taken this turn for the worse."""
        answer = self.answers.by_fact.get(turn.fact)
        word = "" if answer is None or answer.value is None else str(answer.value).lower()
        return (self.label, word) == (turn.label, turn.value)

    @property
    def is_seen_today(self) -> bool:
        """Whether they have something that is looked at the same day, serious or not."""
        return self.is_serious or (self.label in LABELS and LABELS[self.label].seen_today)


class Settings(NamedTuple):
    """How a population is drawn: every assumed share times `assumed`; this share of answers is "not sure"."""

    assumed: float = 1.0
    not_sure: float = 0.0
    examined: bool = False


PLAIN = Settings()


def draw_people(kb: KnowledgeBase, count: int, *, seed: int = 0, settings: Settings = PLAIN) -> Iterator[Drawn]:
    """Ordinary people, as they come. Each has a seed of their own, so person 7 is the same in every run."""
    return (draw_person(kb, seed=f"{seed}/{place}", settings=settings) for place in range(count))


def draw_person(kb: KnowledgeBase, *, seed: str, label: str = "", settings: Settings = PLAIN) -> Drawn:
    """One person, with a given label or with whatever the base rates bring."""
    chance = random.Random(seed)
    who = Story(label or drawn_label(chance))
    tell(who, chance)
    if not label and who.label == NONSPECIFIC and may_be_inflamed(who) and chance.random() < LABELS[AXSPA].share:
        who.label = AXSPA
    answer_rows(who, ROWS, chance, settings)
    wish(who, chance)
    more = random.Random(f"{seed}/more")
    wish_more(who, more)
    if settings.examined:
        answer_rows(who, FINDINGS, chance, settings)
        find(who, chance)
    answers = as_answers(who, kb, chance, settings)
    if settings.examined:
        found, body = tuple(measured(who, kb, more)), drawn_body(who, more)
        answers = msgspec.structs.replace(answers, readings=found, body=body)
    return Drawn(who.label, answers)


def drawn_label(chance: random.Random) -> str:
    """What somebody has. An inflamed spine is drawn later, within its group."""
    left = chance.random()
    for name, label in LABELS.items():
        left -= 0 if name == AXSPA else label.share
        if left < 0:
            return name
    return NONSPECIFIC


def tell(who: Story, chance: random.Random) -> None:
    """Age, sex, how long and how bad."""
    who.age = drawn_age(who.label, chance)
    who.sex = "female" if chance.random() < FEMALE[0] else "male"
    who.days = drawn_days(who.label, chance)
    who.severity = chance.random()
    pain = PAIN_MEAN + PAIN_SPREAD * 2 * (who.severity - 0.5) + chance.gauss(0, PAIN_SPREAD / 2)
    started = TODAY - dt.timedelta(days=who.days)
    who.words |= {"age": str(who.age), "sex": who.sex, "pain_started": started.isoformat()}
    who.words |= {"back_pain_now": str(clipped(pain, 0, 10)), "began_at_age": drawn_beginning(who, chance)}


def drawn_age(label: str, chance: random.Random) -> int:
    """Years, older for what comes with age."""
    if label == AXSPA:
        return chance.randint(YOUNGEST, INFLAMED_UNTIL)
    if label in FROM_AGE:
        least, share, _ = FROM_AGE[label]
        return chance.randint(least, 88) if chance.random() < share else chance.randint(YOUNGEST, least - 1)
    return clipped(chance.gauss(AGE_MEAN, AGE_SPREAD), YOUNGEST, OLDEST)


def drawn_days(label: str, chance: random.Random) -> int:
    """Days since the pain began."""
    shares = [share for share, _, _ in DURATIONS]
    _, least, most = DURATIONS[2] if label == AXSPA else chance.choices(DURATIONS, shares)[0]
    return chance.randint(least, most)


def drawn_beginning(who: Story, chance: random.Random) -> str:
    """How old they were when back pain first began."""
    latest = who.age - who.days // 365
    began = chance.randint(min(YOUNGEST, latest), latest)
    if who.label == AXSPA:
        began = min(began, 44)
    return "under_35" if began < 35 else "from_35_to_39" if began < 40 else "from_40_to_44" if began < 45 else "from_45"


def may_be_inflamed(who: Story) -> bool:
    """Whether this is the group that the base rate of an inflamed spine is about."""
    return who.days > 84 and who.words["began_at_age"] != "from_45"


def answer_rows(who: Story, rows: Iterable[Among], chance: random.Random, settings: Settings) -> None:
    """Draw every answer of a table, in its order."""
    for fact, about in by_fact(rows).items():
        left = chance.random()
        for value, share in shares_for(who, about, settings).items():
            left -= share
            if left < 0:
                who.words[fact] = value
                break


def by_fact(rows: Iterable[Among]) -> dict[str, list[Among]]:
    """The rows about each answer."""
    found: dict[str, list[Among]] = {}
    for row in rows:
        found.setdefault(row.fact, []).append(row)
    return found


def shares_for(who: Story, about: list[Among], settings: Settings) -> dict[str, float]:
    """How likely each value is for this person: of a value's rows, the last whose group holds."""
    shares: dict[str, float] = {}
    for row in about:
        if GROUPS[row.group](who):
            shares[row.value] = scaled(row, settings)
    return shares


def scaled(row: Among, settings: Settings) -> float:
    """The share, turned up or down when it is a small share that rests on an assumption about the not seriously ill."""
    ill = row.group in LABELS and LABELS[row.group].serious
    varies = row.source == ASSUMPTION and not ill and row.share <= SMALL
    return row.share * (settings.assumed if varies else 1)


SMALL = 0.15
"""Assumed shares up to this are varied; above it lie the ordinary features of back pain."""


def wish(who: Story, chance: random.Random) -> None:
    """Numbers that no table gives, and what the person wants."""
    again = chance.random() < RECURRED[0]
    often = chance.randint(2, 5) if chance.random() < 0.4 else 1
    who.words["episodes_last_12_months"] = str(often if again else 0)
    legs = PAIN_MEAN + chance.gauss(0, PAIN_SPREAD)
    who.words["leg_pain_now"] = str(clipped(legs, 1, 10)) if GROUPS["leg pain"](who) else "0"
    who.words["minutes_per_day"] = str(chance.choice(MINUTES))
    who.words["equipment"] = ",".join(name for name, share in EQUIPMENT if chance.random() < share)
    who.words["aims_wanted"] = ",".join(sorted(chance.sample(WISHED_AIMS, chance.randint(0, 2))))


def wish_more(who: Story, chance: random.Random) -> None:
    """What is hard, what is liked and what is done already. Drawn apart, so that everything else stays as it was."""
    hard = {task: share * 2 * who.severity for task, share in HARD_TASKS.items()}
    active = {"regular": 1.0, "some": 1 / 3}.get(who.words.get("present_activity", ""), 0.0)
    done = {name: share * active for name, share in DONE_BY_THE_ACTIVE.items()}
    for fact, shares in {"hard_tasks": hard, "kinds_liked": KINDS_LIKED, "already_does": done}.items():
        who.words[fact] = ",".join(name for name, share in shares.items() if chance.random() < share)


def measured(who: Story, kb: KnowledgeBase, chance: random.Random) -> Iterator[Reading]:
    """The readings of one examination; the better the measure, the worse with severity (half a spread)."""
    for name, usual in MEASURED.items():
        measure = kb.measures[f"measures/{name}"]
        if chance.random() > usual.share:
            continue
        sign = -1 if measure.better == "higher" else 1
        middle = usual.middle + usual.a_year * (who.age - 45) + sign * usual.spread * (who.severity - 0.5)
        for side in ("left", "right") if measure.each_side else (None,):
            value = min(max(chance.gauss(middle, usual.spread), measure.range[0]), measure.range[1])
            yield Reading(measure=measure.id, value=round(value, 1), side=side, pain="current")


def drawn_body(who: Story, chance: random.Random) -> Body:
    """Height and weight: an assumption."""
    height, weight = (round(chance.gauss(*table[who.sex])) for table in (HEIGHT_CM, WEIGHT_KG))
    return Body(height_cm=height, weight_kg=weight)


def find(who: Story, chance: random.Random) -> None:
    """Numbers that an examination gives."""
    who.words["key_muscle_power"] = "4" if GROUPS["weak leg"](who) else "5"
    who.words["body_mass_index"] = str(clipped(chance.gauss(INDEX_MEAN, INDEX_SPREAD), 16, 50))
    who.words["post_void_residual_ml"] = "0"


def clipped(number: float, least: int, most: int) -> int:
    """A whole number within bounds."""
    return min(max(round(number), least), most)


def as_answers(who: Story, kb: KnowledgeBase, chance: random.Random, settings: Settings) -> Answers:
    """Everything that applies to this person, answered."""
    facts = [fact for fact in kb.facts.values() if is_answered(fact, who, settings)]
    given = {fact.id: answer_to(fact, who, chance, settings) for fact in facts}
    return without_what_does_not_apply(Answers(today=TODAY, zone=ZONE, by_fact=given), kb)


def is_answered(fact: Fact, who: Story, settings: Settings) -> bool:
    """Whether this person was asked: their own facts always, a clinician's after an examination."""
    if fact.id in who.words:
        return who.words[fact.id] != "" or fact.kind is Kind.SEVERAL
    by_person = Role.PERSON in fact.asked_of and fact.privacy != "wish"
    asked = by_person or (settings.examined and bool(fact.asked_of) and fact.privacy != "wish")
    return asked and fact.kind in (Kind.YES_NO, Kind.CHOICE, Kind.NUMBER)


def answer_to(fact: Fact, who: Story, chance: random.Random, settings: Settings) -> Answer:
    """One answer: what was drawn, else no."""
    unsure = chance.random() < settings.not_sure
    if unsure and fact.not_sure is not None and fact.privacy != "wish":
        return Answer(fact=fact.id, state=State.NOT_SURE, on=TODAY, by=Role.PERSON)
    if fact.id not in who.words:
        return plain_no(fact, TODAY)
    return Answer(fact=fact.id, value=value_of(fact, who.words[fact.id]), on=TODAY, by=fact.asked_of[0])


def value_of(fact: Fact, word: str) -> bool | int | str | tuple[str, ...]:
    """A drawn word in the fact's type."""
    match fact.kind:
        case Kind.YES_NO:
            return word == "true"
        case Kind.NUMBER:
            return int(word)
        case Kind.SEVERAL:
            return tuple(part for part in word.split(",") if part)
        case _:
            return word


def without_what_does_not_apply(answers: Answers, kb: KnowledgeBase) -> Answers:
    """The same answers less those to questions that are not put to this person."""
    while True:
        known = Known(answers, kb.facts)
        idle = [name for name in answers.by_fact if does_not_apply(kb.facts[name], known)]
        if not idle:
            return answers
        kept = {name: answer for name, answer in answers.by_fact.items() if name not in idle}
        answers = msgspec.structs.replace(answers, by_fact=kept)


def does_not_apply(fact: Fact, known: Known) -> bool:
    """Whether the fact is not asked of this person."""
    return fact.applies is not None and truth_of(fact.applies.when, known) is NO


def sources() -> dict[str, int]:
    """How many figures rest on each evidence row, and how many on assumptions."""
    used = [*(label.source for label in LABELS.values()), *(row.source for row in (*ROWS, *FINDINGS))]
    return {source: used.count(source) for source in sorted(set(used))}


TOLD_ONLY = frozenset({"pain_regions", "other_treatments", "other_treatments_text", "weeks_off_work"})
"""Recorded and shown; nothing of what this page counts reads them."""
DRAWN_BY_CODE = TOLD_ONLY | frozenset(
    {"hard_tasks", "began_at_age", "episodes_last_12_months", "leg_pain_now", "back_pain_now", "age", "sex"}
)


def never_drawn(kb: KnowledgeBase) -> list[str]:
    """Facts a person can answer that nothing here speaks of: everybody answers no."""
    drawn = DRAWN_BY_CODE | {row.fact for row in (*ROWS, *FINDINGS)}
    own = [fact for fact in kb.facts.values() if Role.PERSON in fact.asked_of and fact.privacy != "wish"]
    return sorted(fact.id for fact in own if fact.kind is not Kind.DATE and fact.id not in drawn)


def unknown_words(kb: KnowledgeBase) -> list[str]:
    """Answers in the tables that the knowledge does not know: a fact or an option was renamed."""
    return sorted({f"{row.fact}: {row.value}" for row in (*ROWS, *FINDINGS) if not is_known(row, kb)})


def is_known(row: Among, kb: KnowledgeBase) -> bool:
    """Whether the fact exists and can take this value."""
    fact = kb.facts.get(row.fact)
    if fact is None or row.group not in GROUPS:
        return False
    return row.value in ("true", "false") if fact.kind is Kind.YES_NO else fact.option(row.value) is not None
