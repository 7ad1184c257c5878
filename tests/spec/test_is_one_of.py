"""`is one of` asks for any answer in a list."""

TITLE = "is one of"


def test_a_choice_in_the_list(spec):
    spec(
        facts="osteoporosis: {kind: choice, options: {none: 'No', suspected: Maybe, confirmed: 'Yes'}}",
        rule="osteoporosis is one of [suspected, confirmed]",
        table="""
        | who  | osteoporosis | => rule |
        | Ann  | confirmed    | yes     |
        | Ben  | suspected    | yes     |
        | Chen | none         | no      |
        | Dana |              | unknown |
        """,
    )


def test_a_number_in_the_list(spec):
    spec(
        facts="pain: {kind: number, range: [0, 10]}",
        rule="pain is one of [0, 1]",
        table="""
        | who  | pain | => rule |
        | Ann  | 0    | yes     |
        | Ben  | 1    | yes     |
        | Chen | 2    | no      |
        | Dana |      | unknown |
        """,
    )


def test_a_count_that_can_only_be_in_the_list_is_yes(spec):
    spec(
        facts="""
        fever: {kind: yes_no}
        night_sweats: {kind: yes_no}
        signs: {kind: number, range: [0, 2], derive: {count: [fever is true, night_sweats is true]}}
        """,
        rule="signs is one of [1, 2]",
        table="""
        | who  | fever | night_sweats | => signs | => rule |
        | Ann  | true  |              | 1 to 2   | yes     |
        | Ben  | false |              | 0 to 1   | unknown |
        | Chen | false | false        | 0        | no      |
        """,
    )
