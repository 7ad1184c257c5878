"""A group may stand wherever a line may stand."""

TITLE = "Groups in groups"
FACTS = """
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
back_pain: {kind: yes_no}
"""


def test_any_inside_all(spec):
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
        | who   | back_pain | fever | night_sweats | => rule |
        | Ann   | true      |       | true         | yes     |
        | Ben   | true      | false |              | unknown |
        | Chen  | false     |       |              | no      |
        | Dana  | true      | false | false        | no      |
        | Eli   |           | true  |              | unknown |
        """,
    )


def test_none_inside_none_turns_it_round_twice(spec):
    spec(
        facts=FACTS,
        rule="""
        none:
          - none:
              - fever is true
        """,
        table="""
        | who  | fever | => rule |
        | Ann  | true  | yes     |
        | Ben  | false | no      |
        | Chen |       | unknown |
        """,
    )


def test_all_inside_at_least_counts_as_one(spec):
    spec(
        facts=FACTS,
        rule="""
        at_least_2:
          - back_pain is true
          - all:
              - fever is true
              - night_sweats is true
        """,
        table="""
        | who  | back_pain | fever | night_sweats | => rule |
        | Ann  | true      | true  | true         | yes     |
        | Ben  | true      | true  |              | unknown |
        | Chen | true      | false |              | no      |
        | Dana | false     | true  | true         | no      |
        """,
    )
