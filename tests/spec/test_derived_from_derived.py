"""A derived fact may rest on another derived fact."""

TITLE = "Derived from derived"


def test_from_a_date_to_a_band(spec):
    spec(
        facts="""
        began_on: {kind: date}
        days_since_start: {kind: number, range: [0, 3650], unit: days, derive: {days_since: began_on}}
        stage:
          kind: choice
          options: {early: Early, late: Late}
          derive: {band: {of: days_since_start, bands: {early: 42, late: ~}}}
        """,
        rule="stage is early",
        table="""
        | who  | began_on   | => days_since_start | => stage      | => rule | => missing |
        | Ann  | 2026-02-01 | 28                  | early         | yes     | nothing    |
        | Ben  | 2025-02-01 | 393                 | late          | no      | nothing    |
        | Chen |            | 0 to 3650           | early or late | unknown | began_on   |
        """,
    )
