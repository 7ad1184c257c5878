"""`count` says how many tests are yes. An open test leaves a range."""

TITLE = "count"


def test_each_open_test_widens_the_range_by_one(spec):
    spec(
        facts="""
        fever: {kind: yes_no}
        night_sweats: {kind: yes_no}
        weight_loss: {kind: choice, options: {none: None, some: Some, much: Much}}
        signs:
          kind: number
          range: [0, 3]
          derive:
            count:
              - fever is true
              - night_sweats is true
              - "weight_loss is one of [some, much]"
        """,
        table="""
        | who  | fever | night_sweats | weight_loss | => signs |
        | Ann  | true  | true         | much        | 3        |
        | Ben  | true  | false        | none        | 1        |
        | Chen | true  |              | none        | 1 to 2   |
        | Dana |       |              | some        | 1 to 3   |
        | Eli  |       |              |             | 0 to 3   |
        """,
    )
