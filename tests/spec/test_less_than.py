"""`less than` compares a number. At the number itself it is no."""

TITLE = "less than"


def test_the_number_itself_and_its_neighbours(spec):
    spec(
        facts="pain: {kind: number, range: [0, 10]}",
        rule="pain less than 7",
        table="""
        | who  | pain | => rule |
        | Ann  | 6    | yes     |
        | Ben  | 7    | no      |
        | Chen | 8    | no      |
        | Dana |      | unknown |
        """,
    )


def test_a_number_with_decimals(spec):
    spec(
        facts="temperature: {kind: number, range: [30, 45], whole: false, unit: °C}",
        rule="temperature less than 38.5",
        table="""
        | who | temperature | => rule |
        | Ann | 38.4        | yes     |
        | Ben | 38.6        | no      |
        """,
    )


def test_a_number_that_is_partly_known(spec):
    spec(
        facts="""
        fever: {kind: yes_no}
        night_sweats: {kind: yes_no}
        weight_loss: {kind: yes_no}
        signs:
          kind: number
          range: [0, 3]
          derive: {count: [fever is true, night_sweats is true, weight_loss is true]}
        """,
        rule="signs less than 1",
        table="""
        | who  | fever | night_sweats | weight_loss | => signs | => rule |
        | Ann  | true  |              |             | 1 to 3   | no      |
        | Ben  | false |              |             | 0 to 2   | unknown |
        | Chen | true  | true         | true        | 3        | no      |
        """,
    )
