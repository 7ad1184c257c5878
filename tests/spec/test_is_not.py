"""`is not` asks for every answer but one. Without an answer it is unknown, not yes."""

TITLE = "is not"


def test_a_choice_that_is_something_else(spec):
    spec(
        facts="osteoporosis: {kind: choice, options: {none: 'No', suspected: Maybe, confirmed: 'Yes'}}",
        rule="osteoporosis is not none",
        table="""
        | who  | osteoporosis | => rule |
        | Ann  | confirmed    | yes     |
        | Ben  | suspected    | yes     |
        | Chen | none         | no      |
        | Dana |              | unknown |
        """,
    )


def test_a_number_that_is_another(spec):
    spec(
        facts="pain: {kind: number, range: [0, 10]}",
        rule="pain is not 0",
        table="""
        | who  | pain | => rule |
        | Ann  | 0    | no      |
        | Ben  | 7    | yes     |
        | Chen |      | unknown |
        """,
    )


def test_a_yes_no_fact_that_is_not_true_is_false(spec):
    spec(
        facts="fever: {kind: yes_no}",
        rule="fever is not true",
        table="""
        | who  | fever | => rule |
        | Ann  | true  | no      |
        | Ben  | false | yes     |
        | Chen |       | unknown |
        """,
    )
