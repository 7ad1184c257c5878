"""`worst_that_holds` gives each option above the first a rule; the worst whose rule is yes counts, else the first."""

TITLE = "worst_that_holds"
FACTS = """
wakes_at_night: {kind: yes_no}
settles_slowly: {kind: yes_no}
temper:
  kind: choice
  ordered: true
  options: {low: Low, medium: Medium, high: High}
  derive:
    worst_that_holds:
      medium: settles_slowly is true
      high: {all: [settles_slowly is true, wakes_at_night is true]}
"""


def test_the_worst_rule_that_is_yes_counts(spec):
    spec(
        facts=FACTS,
        table="""
        | who  | settles_slowly | wakes_at_night | => temper |
        | Ann  | true           | true           | high      |
        | Ben  | true           | false          | medium    |
        | Chen | false          | true           | low       |
        | Dana | false          | false          | low       |
        """,
    )


def test_an_open_rule_leaves_its_option_possible(spec):
    spec(
        facts=FACTS,
        table="""
        | who  | settles_slowly | wakes_at_night | => temper             |
        | Ann  | true           |                | medium or high        |
        | Ben  | false          |                | low                   |
        | Chen |                | false          | low or medium         |
        | Dana |                |                | low or medium or high |
        """,
    )


def test_an_option_without_a_rule_is_never_reached(spec):
    spec(
        facts="""
        wakes_at_night: {kind: yes_no}
        temper:
          kind: choice
          ordered: true
          options: {low: Low, medium: Medium, high: High}
          derive: {worst_that_holds: {high: wakes_at_night is true}}
        """,
        table="""
        | who  | wakes_at_night | => temper   |
        | Ann  | true           | high        |
        | Ben  | false          | low         |
        | Chen |                | low or high |
        """,
    )
