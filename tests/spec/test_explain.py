"""A decision carries its reasons: the lines that decided, what was answered, and what each line rests on."""

TITLE = "Explain"
FACTS = """
back_pain: {kind: yes_no}
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
age: {kind: number, range: [0, 120], unit: years}
"""


def test_yes_is_explained_by_the_lines_that_are_yes(spec):
    spec(
        facts=FACTS,
        rule="""
        all:
          - back_pain is true
          - any:
              - fever is true
              - night_sweats is true
        """,
        table="""
        | who  | back_pain | fever | night_sweats | => rule | => decided by       |
        | Ann  | true      | false | true         | yes     | back_pain, night_sweats |
        | Ben  | true      | false | false        | no      | fever, night_sweats |
        | Chen | false     | false | false        | no      | back_pain, fever, night_sweats |
        | Dana | false     | true  |              | no      | back_pain           |
        """,
    )


def test_unknown_is_explained_by_the_lines_still_open(spec):
    spec(
        facts=FACTS,
        rule="""
        at_least_2:
          - back_pain is true
          - fever is true
          - night_sweats is true
        """,
        table="""
        | who | back_pain | fever | night_sweats | => rule | => decided by       |
        | Ann | true      |       | false        | unknown | fever               |
        | Ben |           |       | true         | unknown | back_pain, fever    |
        """,
    )


def test_none_is_explained_by_the_lines_that_are_no(spec):
    spec(
        facts=FACTS,
        rule="""
        none:
          - fever is true
          - night_sweats is true
        """,
        table="""
        | who | fever | night_sweats | => rule | => decided by       |
        | Ann | false | false        | yes     | fever, night_sweats |
        | Ben | true  | false        | no      | fever               |
        """,
    )


def test_a_reason_names_its_line_the_answer_and_its_evidence(spec):
    spec(
        facts=FACTS,
        rule="""
        all:
          - if: fever is true
            because: {evidence: row-one, supports: fever points to infection, certainty: moderate}
          - if: age at least 50
            because:
              - {supports: chosen for this page, certainty: sign_off}
        """,
        table="""
        | who | fever | age | => rule |
        | Ann | true  | 70  | yes     |
        """,
        reasons=(
            "line 2: Fever: is yes — yes (row-one: fever points to infection)",
            "line 4: Age: at least 50 years — 70 years (chosen for this page)",
        ),
    )


def test_a_line_without_evidence_rests_on_that_of_its_group(spec):
    spec(
        facts=FACTS,
        rule="""
        any:
          - fever is true
          - night_sweats is true
        because: {evidence: row-two, supports: either is enough, certainty: low}
        """,
        table="""
        | who | fever | night_sweats | => rule |
        | Ann | true  | false        | yes     |
        """,
        reasons=("line 2: Fever: is yes — yes (row-two: either is enough)",),
    )
