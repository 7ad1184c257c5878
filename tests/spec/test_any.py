"""`any` is yes as soon as one line under it is yes."""

TITLE = "any"
FACTS = """
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
"""
RULE = """
any:
  - fever is true
  - night_sweats is true
"""


def test_every_pair_of_answers_has_one_truth(spec):
    spec(
        facts=FACTS,
        rule=RULE,
        table="""
        | who   | fever | night_sweats | => rule |
        | Ann   | true  | true         | yes     |
        | Ben   | true  | false        | yes     |
        | Chen  | true  |              | yes     |
        | Dana  | false | true         | yes     |
        | Eli   | false | false        | no      |
        | Fatma | false |              | unknown |
        | Gus   |       | true         | yes     |
        | Hana  |       | false        | unknown |
        | Ivo   |       |              | unknown |
        """,
    )


def test_one_yes_is_enough_and_the_rest_is_not_asked(spec):
    spec(
        facts=FACTS,
        rule=RULE,
        table="""
        | who   | fever | night_sweats | => rule | => missing    |
        | Chen  | true  |              | yes     | nothing       |
        | Fatma | false |              | unknown | night_sweats  |
        """,
    )
