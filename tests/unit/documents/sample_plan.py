"""One believable plan and the knowledge it was made with, for everything that goes on paper."""

import datetime as dt

from msgspec.structs import replace

from spinewise.assess.types import CategoryFinding, Flag, Triage
from spinewise.knowledge.ladders import Care, Category, Level, Status, Tier, Urgency, WaiverBy
from spinewise.knowledge.models import (
    CareText,
    Demands,
    Dose,
    Dosing,
    EvidenceRow,
    Exercise,
    Fault,
    KnowledgeBase,
    Lesson,
    Modality,
    Pace,
    Parameter,
    Precaution,
    Programme,
    Reference,
    Safety,
    TierRule,
    Title,
    Told,
    Weights,
)
from spinewise.plan.types import (
    Goal,
    Item,
    LeftOut,
    Plan,
    Proposal,
    Session,
    Slot,
    Stamp,
    Waiver,
    Why,
)
from spinewise.rules.evaluate import Reason, Ruling
from spinewise.rules.facts import Fact, Kind, Role
from spinewise.rules.tree import Leaf, Test
from spinewise.rules.truth import YES

STARTS = dt.date(2026, 11, 23)
WEEKS = 4
BERLIN = "Europe/Berlin"


def exercise(id: str, patient: str, steps: tuple[str, ...], dose: Dose, **more) -> Exercise:
    return Exercise(
        id=id,
        title=Title(clinician=patient, patient=patient),
        evidence=more.pop("evidence", ("ex-" + id.partition("/")[2].replace("_", "-"),)),
        aims=("trunk_control",),
        demands=Demands(),
        dose=Dosing(start=dose, limit=dose),
        steps=steps,
        **more,
    )


EXERCISES = (
    exercise(
        "hip/bridge",
        "Bridge",
        (
            "Lie on your back with your knees bent and your feet flat.",
            "Press through your heels and lift your hips until knees, hips and shoulders make one line.",
            "Hold and keep breathing.",
            "Lower slowly, one part of your back after the other.",
        ),
        Dose(sets=(8, 8), hold_s=5),
        faults=(Fault(say="Your back is arching. Lift a little less and draw your ribs down."),),
        purpose="It wakes the muscles around your hips, so that your back has help when you lift and climb.",
    ),
    exercise(
        "lumbar/bird_dog",
        "Point and reach on hands and knees",
        (
            "Kneel on your hands and knees with your back flat like a table.",
            "Slide one leg back and reach the opposite arm forward.",
            "Hold while you breathe in and out.",
            "Come back slowly and change sides.",
        ),
        Dose(sets=(6, 4, 2), hold_s=8, sides="each"),
        faults=(Fault(say="Your back is tipping. Lift the leg less."),),
        purpose="It trains your trunk to stay steady while your arms and legs move.",
    ),
    exercise(
        "aerobic/walk",
        "Walk",
        (
            "Walk on flat ground at a pace at which you can still talk.",
            "Let your arms swing.",
            "Turn back after half of your time.",
        ),
        Dose(minutes=12, days_a_week=5),
        purpose="Walking keeps your whole body ready and is as good for backs as any special exercise.",
    ),
    exercise(
        "lumbar/press_up",
        "Press up lying on your front",
        (
            "Lie on your front with your hands under your shoulders.",
            "Press your chest up and let your hips stay heavy.",
            "Go only as far as your leg allows.",
            "Lower again and let your back go soft.",
        ),
        Dose(sets=(10,), every_hours=2),
        purpose="In your test this direction drew the pain out of your leg.",
    ),
    exercise("lumbar/curl_up", "Curl up with weight", ("Curl up.",), Dose(sets=(10,)), by_default=False),
    exercise("lumbar/toe_touch", "Toe touch", ("Bend.",), Dose(sets=(10,))),
)
HEAT = Modality(
    id="modalities/heat",
    title=Title(clinician="Superficial heat", patient="Warm pack"),
    evidence=("ag-heat",),
    demands=Demands(agent="heat"),
    dose=Dosing(start=Dose(minutes=15), limit=Dose(minutes=20)),
    parameters=(Parameter(name="Warmth", setting="pleasantly warm, about 40 °C"),),
    where_on_body="Over the sore part of your back, with a towel between",
    course_days=14,
    home=True,
    stance="gx-heat",
    say_plainly=Told(
        patient="Heat can ease pain for a short while. It does not make tissue heal faster.", clinician="Short relief."
    ),
    response_check="Look at your skin after five minutes and at the end: even pink is fine.",
    steps=("Lay a towel on the skin.", "Put the warm pack on top, not under you.", "Set a timer for 15 minutes."),
    stop_if=("The skin is blotchy or blistered", "It burns or stings", "You feel faint"),
)
NEW_SADDLE = Leaf(fact="saddle_numbness", test=Test.IS_ONE_OF, values=("new", "worse"), line=6)


def evidence_row(id: str, statement: str, *sources: str) -> EvidenceRow:
    return EvidenceRow(id=id, statement=statement, tag="general_high", sources=sources)


def told(patient: str) -> Told:
    return Told(patient=patient, clinician="For the clinician: " + patient)


def fact(id: str, clinician: str) -> Fact:
    return Fact(
        id=id,
        kind=Kind.YES_NO,
        person=f"Is there {clinician}?",
        clinician=clinician,
        asked_of=(Role.CLINICIAN,),
        privacy="health",
    )


CARE = {
    Care.PHYSICAL_THERAPY: CareText(
        title="Start with a physical therapist",
        tell=told("Pain like yours gets better with movement that is built up step by step."),
        next_step="Do today’s exercises, and bring this page to your first visit.",
        review_after_days=14,
    ),
    Care.EMERGENCY_INSTRUCTION: CareText(
        title="Go to a hospital emergency department now",
        tell=told(
            "You told us about new numbness between your legs. This needs a check today. "
            "It is uncommon. When it is there, hours matter."
        ),
        next_step="Ask someone to take you. Go to a hospital, not to your doctor’s office. "
        "If nobody can take you, call your local emergency number.",
    ),
    Care.URGENT_INSTRUCTION: CareText(
        title="See a doctor today or tomorrow",
        tell=told("One of your answers needs a doctor’s look before any exercise."),
        next_step="Call your doctor’s office and read this page to them.",
    ),
}
FACTS = {
    "bone_density": fact("bone_density", "Bone density"),
    "key_muscle_power": fact("key_muscle_power", "Power of key muscles"),
    "saddle_numbness": fact("saddle_numbness", "Numbness around the saddle"),
}
PRECAUTIONS = {
    "sx-osteoporosis": Precaution(
        id="sx-osteoporosis",
        title="Loaded bending when the spine may be fragile",
        when=NEW_SADDLE,
        examples=(),
        effects=(),
        waiver=WaiverBy.SUPERVISOR,
        key_rule="no loaded flexion",
        tell=told("Leave out heavy bending until your bones are known."),
    )
}
TIERS = {
    tier.value: TierRule(title=title, leaves_out=(), only_general=False, cautions_allowed=False, tell=told(means))
    for tier, title, means in [
        (Tier.LOW_LOAD, "Gentle plan before an examination", "Light movement inside an easy range."),
        (Tier.FULL, "Full plan, examined and signed", "Your therapist has examined you."),
    ]
}
LESSONS = {
    "lessons/stay_active": Lesson(
        id="lessons/stay_active",
        title="Stay active, in small steps",
        evidence=("ed-active",),
        says=(
            "Backs like to move.",
            "Plan by the clock and not by the pain: stop when the time is up, also on a good day.",
            "Add a little every week.",
        ),
        minutes=3,
    ),
    "lessons/pain_and_hurt": Lesson(
        id="lessons/pain_and_hurt",
        title="Pain is a real alarm, and it can be set too fine",
        evidence=("ed-pne",),
        says=("Pain tells you to take care. It does not measure damage.", "Moving calmly helps it settle."),
        minutes=4,
    ),
}
PROGRAMME = Programme(
    pace=Pace(repetition_s=4, rest_between_sets_s=60, getting_ready_s=30),
    minutes_by_default=15,
    exercises_a_day={},
    review_after_days={},
    day_starts="07:00",
    day_ends="21:00",
    part_of_day={},
    anchors=("after breakfast", "after lunch"),
    weights=Weights(
        in_bundle=1,
        per_aim=1,
        encouraged=1,
        suits=1,
        preferred_by_person=1,
        extra_exercise=1,
        teach_first_alone=1,
    ),
    because=(),
    visits={},
    grace_days=7,
    adult_from_years=18,
)
SAFETY = Safety(
    evidence=("safety-stop",),
    stop_now=(
        "You are numb between your legs, or wiping feels different",
        "You cannot pass water, or you leak water or stool, and that is new",
        "A leg gets weaker",
        "You have chest pain or you cannot get your breath",
    ),
    stop_session=(
        "New pain, tingling or numbness runs further down the leg",
        "You feel dizzy or unwell",
        "The pain is sharp and stays after you stop",
    ),
    traffic_light={
        "green": "Pain 0 to 3 of 10, and it settles within a day. Go on.",
        "amber": "Pain 4 to 5 of 10, or it lasts until the next morning. Stay at this step.",
        "red": "Pain 6 or more, or it spreads further down. Do half, and tell your clinician.",
    },
    flare_up=(
        "Keep moving, with shorter walks more often.",
        "Do half of your exercises for two or three days.",
        "Use warmth or cold, whichever you like better.",
        "Build up again step by step.",
    ),
    disclaimer=told(
        "This plan supports you and your clinician. It was made from your answers and does not replace "
        "an examination. If something changes, ask before you go on."
    ),
)
EVIDENCE = {
    row.id: row
    for row in [
        evidence_row("ex-bridge", "Double-leg bridge: start with 2x8-10, 3-5 s; progress to 3x12."),
        evidence_row("ex-bird-dog", "Bird dog: start with 6-4-2 repetitions x 8-10 s a side.", "MCGILL"),
        evidence_row("ex-walk", "Walking: start with 5-10 minutes on five days."),
        evidence_row("ex-press-up", "Prone press-up: 10 repetitions every 2-3 hours."),
        evidence_row("ag-heat", "Superficial heat gives short relief in acute low back pain.", "FRENCH2006"),
        evidence_row("ed-active", "Staying active means avoiding bed rest and pacing by time, not by pain."),
        evidence_row("ed-pne", "Pain education together with exercise helps a little in lasting pain."),
        evidence_row("safety-stop", "Stop signs."),
    ]
}
REFERENCES = {"FRENCH2006": Reference(key="FRENCH2006", citation="French SD et al. Cochrane 2006.")}


def knowledge(**changes) -> KnowledgeBase:
    """What the sample plan was made with; everything it does not need is empty."""
    nothing = {name: {} for name in KnowledgeBase.__struct_fields__}
    holds = {
        "digest": "3f9c1d77aa00be12",
        "facts": FACTS,
        "precautions": PRECAUTIONS,
        "tiers": TIERS,
        "care": {kind.value: text for kind, text in CARE.items()},
        "exercises": {one.id: one for one in EXERCISES},
        "modalities": {HEAT.id: HEAT},
        "lessons": LESSONS,
        "programme": PROGRAMME,
        "safety": SAFETY,
        "evidence": EVIDENCE,
        "references": REFERENCES,
    }
    return KnowledgeBase(**(nothing | holds | changes))


def on_days(*weekdays: int, at: str, minutes: float, starts: dt.date = STARTS, weeks: int = WEEKS) -> tuple[Slot, ...]:
    dates = [starts + dt.timedelta(days=n) for n in range(7 * weeks)]
    time = dt.time.fromisoformat(at)
    return tuple(Slot(on=day, at=time, minutes=minutes) for day in dates if day.weekday() in weekdays)


def triage(**changes) -> Triage:
    finding = CategoryFinding(
        rule="categories/radiculopathy",
        category=Category.RADICULOPATHY_OR_STENOSIS,
        subgroup="radiculopathy",
        ruling=Ruling(rule="categories/radiculopathy", truth=YES),
        deciders=(),
        tell=told("Your answers fit a nerve in your lower back that is sore. Most sore nerves calm down in weeks."),
    )
    base = Triage(
        urgency=Urgency.NONE,
        care=Care.PHYSICAL_THERAPY,
        category=Category.RADICULOPATHY_OR_STENOSIS,
        status=Status.WORKING,
        subgroups=("radiculopathy",),
        flags=(),
        monitored=(),
        findings=(finding,),
        starts=(),
        missing_safety=(),
        missing_urgent=(),
        to_examine=("bone_density", "key_muscle_power"),
        deciders=(),
        expired=(),
        acuity="subacute",
        irritability="moderate",
        tell=told("Your answers fit ordinary back pain."),
    )
    return replace(base, **changes)


def saddle_flag() -> Flag:
    reason = Reason(
        rule="red_flags/saddle",
        line=6,
        fact="saddle_numbness",
        says="Numbness around the saddle: is one of new, worse",
        answer="new",
        truth=YES,
    )
    return Flag(
        rule="red_flags/saddle",
        title="New numbness around the saddle",
        points_to="cauda_equina",
        urgency=Urgency.EMERGENCY,
        ruling=Ruling(rule="red_flags/saddle", truth=YES, reasons=(reason,)),
        tell=Told(
            patient="New numbness between your legs can mean that nerves are pressed.",
            clinician="Possible cauda equina syndrome: examine today and arrange imaging as an emergency.",
        ),
    )


def emergency(**changes) -> Triage:
    locked = {"urgency": Urgency.EMERGENCY, "care": Care.EMERGENCY_INSTRUCTION, "flags": (saddle_flag(),)}
    return triage(**(locked | changes))


def items() -> tuple[Item, ...]:
    why = Why(says="Chosen because steady hips help a sore nerve in these weeks.", evidence=("ex-bridge",))
    walks = on_days(0, 1, 2, 3, 4, at="18:00", minutes=12)
    moved = replace(walks[8], at=dt.time(12, 15))
    return (
        Item(
            intervention="hip/bridge",
            dose=Dose(sets=(8, 8), hold_s=5),
            slots=on_days(*range(7), at="07:30", minutes=5),
            reasons=(why,),
        ),
        Item(
            intervention="lumbar/bird_dog",
            dose=Dose(sets=(6, 4, 2), hold_s=8, sides="each", days_a_week=3, apart=True),
            slots=on_days(0, 2, 4, at="07:35", minutes=7),
        ),
        Item(
            intervention="aerobic/walk",
            dose=Dose(minutes=12, days_a_week=5),
            slots=(*walks[:8], moved, *walks[9:]),
        ),
        Item(
            intervention="lumbar/press_up",
            dose=Dose(sets=(10,), every_hours=2),
            anchors=("after breakfast", "after lunch", "before bed"),
            until=STARTS + dt.timedelta(days=3),
        ),
        Item(
            intervention="modalities/heat",
            dose=Dose(minutes=15),
            slots=on_days(*range(7), at="20:00", minutes=15, weeks=2),
            until=STARTS + dt.timedelta(days=13),
        ),
    )


def proposal(**changes) -> Proposal:
    base = Proposal(
        tier=Tier.LOW_LOAD,
        starts_on=STARTS,
        zone=BERLIN,
        items=items(),
        lessons=("lessons/stay_active", "lessons/pain_and_hurt"),
        sessions=(Session(week=1, minutes=45, does=("examination", "learning Point and reach")),),
        goals=(Goal(wants="Garden for an hour", review_on=STARTS + dt.timedelta(days=28)),),
        review_on=STARTS + dt.timedelta(days=28),
        minutes_a_day=24,
        notes=(Why(says="Friday 27 November is left free, because your day is full."),),
    )
    return replace(base, **changes)


def left_out(intervention: str, *missing: str) -> LeftOut:
    says = "Your bones are not known yet, so heavy bending waits."
    return LeftOut(intervention=intervention, level=Level.HOLD, reasons=(), says=says, missing=missing)


def plan(**changes) -> Plan:
    of_proposal = {key: changes.pop(key) for key in list(changes) if key in Proposal.__struct_fields__}
    base = Plan(
        id="a41f09c2d77b83e0",
        proposal=proposal(**of_proposal),
        triage=triage(),
        left_out=(left_out("lumbar/curl_up", "bone_density"), left_out("lumbar/toe_touch", "bone_density")),
        waivers=(
            Waiver(
                rule="sx-osteoporosis",
                item="lumbar/bird_dog",
                by="Joy Okafor",
                role="supervisor",
                reason="Density measured elsewhere and normal; report seen.",
                on=STARTS,
            ),
        ),
        stamp=Stamp(knowledge_digest="3f9c1d77aa00be12", engine="0.1.0", answers_digest="77aa"),
    )
    return replace(base, **changes)


def drawing(intervention: str) -> str:
    """A stand-in for the figure: two poses side by side, in literal colours."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 170" role="img">'
        f"<title>{intervention}</title><desc>Two steps: the start and the end of {intervention}.</desc>"
        '<rect width="600" height="170" fill="#f6ecdc"/><path d="M20 150h560" stroke="#162b25" stroke-width="2"/>'
        '<path d="M60 140q70-40 150-10" fill="none" stroke="#348571" stroke-width="26" stroke-linecap="round"/>'
        '<path d="M360 140q70-90 150-10" fill="none" stroke="#348571" stroke-width="26" stroke-linecap="round"/>'
        '<circle cx="40" cy="128" r="18" fill="#deb089"/><circle cx="340" cy="128" r="18" fill="#deb089"/></svg>'
    )
