"""`all` is yes when every line under it is yes."""

TITLE = "all"
FACTS = """
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
"""
RULE = """
all:
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
        | Ben   | true  | false        | no      |
        | Chen  | true  |              | unknown |
        | Dana  | false | true         | no      |
        | Eli   | false | false        | no      |
        | Fatma | false |              | no      |
        | Gus   |       | true         | unknown |
        | Hana  |       | false        | no      |
        | Ivo   |       |              | unknown |
        """,
    )


def test_one_no_is_enough_and_the_rest_is_not_asked(spec):
    spec(
        facts=FACTS,
        rule=RULE,
        table="""
        | who   | fever | night_sweats | => rule | => missing           |
        | Fatma | false |              | no      | nothing             |
        | Gus   |       | true         | unknown | fever               |
        | Ivo   |       |              | unknown | fever, night_sweats |
        """,
    )
