"""`band` cuts a number into named bands. A band ends just below its number; the last has no end (`~`)."""

TITLE = "band"
FACTS = """
days: {kind: number, range: [0, 400], unit: days}
stage:
  kind: choice
  options: {early: Early, middle: Middle, late: Late}
  ordered: true
  derive: {band: {of: days, bands: {early: 42, middle: 84, late: ~}}}
"""


def test_the_number_where_a_band_ends_belongs_to_the_next(spec):
    spec(
        facts=FACTS,
        table="""
        | who  | days | => stage                |
        | Ann  | 0    | early                   |
        | Ben  | 41   | early                   |
        | Chen | 42   | middle                  |
        | Dana | 83   | middle                  |
        | Eli  | 84   | late                    |
        | Gus  | 400  | late                    |
        | Ivo  |      | early or middle or late |
        """,
    )


def test_a_number_partly_known_leaves_some_bands(spec):
    spec(
        facts="""
        fever: {kind: yes_no}
        night_sweats: {kind: yes_no}
        weight_loss: {kind: yes_no}
        signs:
          kind: number
          range: [0, 3]
          derive: {count: [fever is true, night_sweats is true, weight_loss is true]}
        picture:
          kind: choice
          options: {quiet: Quiet, mixed: Mixed, loud: Loud}
          derive: {band: {of: signs, bands: {quiet: 1, mixed: 3, loud: ~}}}
        """,
        rule="picture is not quiet",
        table="""
        | who  | fever | night_sweats | weight_loss | => signs | => picture              | => rule |
        | Ann  |       |              |             | 0 to 3   | quiet or mixed or loud  | unknown |
        | Ben  | true  |              |             | 1 to 3   | mixed or loud           | yes     |
        | Chen | false |              |             | 0 to 2   | quiet or mixed          | unknown |
        | Dana | false | false        | false       | 0        | quiet                   | no      |
        """,
    )
