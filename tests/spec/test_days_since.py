"""`days_since` counts the days from a date to today. Today is 1 March 2026 in these examples."""

TITLE = "days_since"
FACTS = """
began_on: {kind: date}
days_since_start: {kind: number, range: [0, 3650], unit: days, derive: {days_since: began_on}}
"""


def test_the_day_itself_is_day_0(spec):
    spec(
        facts=FACTS,
        rule="days_since_start less than 28",
        table="""
        | who  | began_on   | => days_since_start | => rule |
        | Ann  | 2026-03-01 | 0                   | yes     |
        | Ben  | 2026-02-02 | 27                  | yes     |
        | Chen | 2026-02-01 | 28                  | no      |
        | Dana |            | 0 to 3650           | unknown |
        """,
    )


def test_a_day_outside_the_range_counts_as_the_nearest_end(spec):
    spec(
        facts=FACTS,
        table="""
        | who | began_on   | => days_since_start |
        | Ann | 1990-01-01 | 3650                |
        | Ben | 2026-03-02 | 0                   |
        """,
    )


def test_the_date_is_what_is_missing(spec):
    spec(
        facts=FACTS,
        rule="days_since_start less than 28",
        table="""
        | who | began_on    | => rule | => missing |
        | Ann |             | unknown | began_on   |
        | Ben | cannot_know | unknown | began_on   |
        """,
    )
