"""`difference` takes one number from another."""

TITLE = "difference"
FACTS = """
height_at_20: {kind: number, range: [100, 230], whole: false, unit: cm}
height_now: {kind: number, range: [100, 230], whole: false, unit: cm}
height_loss:
  kind: number
  range: [0, 30]
  whole: false
  unit: cm
  derive: {difference: {of: height_at_20, minus: height_now}}
"""


def test_both_numbers_must_be_known(spec):
    spec(
        facts=FACTS,
        rule="height_loss at least 4",
        table="""
        | who  | height_at_20 | height_now | => height_loss | => rule |
        | Ann  | 170          | 165        | 5              | yes     |
        | Ben  | 170          | 168        | 2              | no      |
        | Chen | 170          |            | 0 to 30        | unknown |
        | Dana |              |            | 0 to 30        | unknown |
        """,
    )


def test_one_number_alone_can_be_enough(spec):
    spec(
        facts=FACTS,
        rule="height_loss at least 4",
        table="""
        | who | height_at_20 | height_now | => height_loss | => rule |
        | Ann | 103          |            | 0 to 3         | no      |
        | Ben |              | 226        | 0 to 4         | unknown |
        | Gus |              | 227        | 0 to 3         | no      |
        """,
    )


def test_tenths_are_exact(spec):
    spec(
        facts=FACTS,
        rule="height_loss at least 3.1",
        table="""
        | who | height_at_20 | height_now | => height_loss | => rule |
        | Ann | 170.2        | 167.1      | 3.1            | yes     |
        | Ben | 170.2        | 167.2      | 3              | no      |
        """,
    )


def test_a_difference_outside_the_range_counts_as_the_nearest_end(spec):
    spec(
        facts=FACTS,
        rule="height_loss more than 0",
        table="""
        | who | height_at_20 | height_now | => height_loss | => rule |
        | Ann | 165          | 170        | 0              | no      |
        | Ben | 230          | 100        | 30             | yes     |
        """,
    )
