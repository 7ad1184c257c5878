"""`is` asks for exactly one answer."""

TITLE = "is"


def test_a_yes_no_fact_is_true_or_false(spec):
    spec(
        facts="fever: {kind: yes_no}",
        rule="fever is false",
        table="""
        | who  | fever | => rule |
        | Ann  | true  | no      |
        | Ben  | false | yes     |
        | Chen |       | unknown |
        """,
    )


def test_a_choice_is_one_of_its_options(spec):
    spec(
        facts="osteoporosis: {kind: choice, options: {none: 'No', suspected: Maybe, confirmed: 'Yes'}}",
        rule="osteoporosis is confirmed",
        table="""
        | who  | osteoporosis | => rule |
        | Ann  | confirmed    | yes     |
        | Ben  | suspected    | no      |
        | Chen | none         | no      |
        | Dana |              | unknown |
        """,
    )


def test_a_number_is_that_number(spec):
    spec(
        facts="pain: {kind: number, range: [0, 10]}",
        rule="pain is 0",
        table="""
        | who  | pain | => rule |
        | Ann  | 0    | yes     |
        | Ben  | 1    | no      |
        | Chen |      | unknown |
        """,
    )
