"""`none` is yes when every line under it is no. Something unanswered is not a no."""

TITLE = "none"
FACTS = """
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
"""


def test_one_line_is_turned_round(spec):
    spec(
        facts=FACTS,
        rule="""
        none:
          - fever is true
        """,
        table="""
        | who  | fever | => rule |
        | Ann  | true  | no      |
        | Ben  | false | yes     |
        | Chen |       | unknown |
        """,
    )


def test_every_pair_of_answers_has_one_truth(spec):
    spec(
        facts=FACTS,
        rule="""
        none:
          - fever is true
          - night_sweats is true
        """,
        table="""
        | who   | fever | night_sweats | => rule |
        | Ann   | true  | true         | no      |
        | Ben   | true  | false        | no      |
        | Chen  | true  |              | no      |
        | Dana  | false | true         | no      |
        | Eli   | false | false        | yes     |
        | Fatma | false |              | unknown |
        | Gus   |       | true         | no      |
        | Hana  |       | false        | unknown |
        | Ivo   |       |              | unknown |
        """,
    )
