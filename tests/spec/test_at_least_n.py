"""`at_least_2`, `at_least_3` … is yes when that many of its lines are yes."""

TITLE = "at_least_N"
FACTS = """
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
weight_loss: {kind: yes_no}
"""
TWO = """
at_least_2:
  - fever is true
  - night_sweats is true
  - weight_loss is true
"""


def test_it_waits_only_while_the_open_lines_could_still_make_the_number(spec):
    spec(
        facts=FACTS,
        rule=TWO,
        table="""
        | who   | fever | night_sweats | weight_loss | => rule |
        | Ann   | true  | true         | true        | yes     |
        | Ben   | true  | true         | false       | yes     |
        | Chen  | true  | true         |             | yes     |
        | Dana  | true  | false        | false       | no      |
        | Eli   | true  | false        |             | unknown |
        | Fatma | true  |              |             | unknown |
        | Gus   | false | false        |             | no      |
        | Hana  | false |              |             | unknown |
        | Ivo   |       |              |             | unknown |
        """,
    )


def test_at_least_1_is_any(spec):
    spec(
        facts=FACTS,
        rule="""
        at_least_1:
          - fever is true
          - night_sweats is true
        """,
        table="""
        | who  | fever | night_sweats | => rule |
        | Ann  | true  |              | yes     |
        | Ben  | false |              | unknown |
        | Chen | false | false        | no      |
        """,
    )


def test_at_least_all_of_them_is_all(spec):
    spec(
        facts=FACTS,
        rule="""
        at_least_2:
          - fever is true
          - night_sweats is true
        """,
        table="""
        | who  | fever | night_sweats | => rule |
        | Ann  | true  | true         | yes     |
        | Ben  | true  |              | unknown |
        | Chen | false |              | no      |
        """,
    )
