"""`applies` says when a fact is worth asking, and what it is `otherwise`.

This is the one place where a yes or a no can still turn: when somebody answers a fact that did not apply.
"""

TITLE = "Applies"
FACTS = """
sex: {kind: choice, options: {female: Female, male: Male}}
pregnant: {kind: yes_no, applies: {when: sex is female, otherwise: false}}
"""


def test_when_it_does_not_apply_it_takes_the_other_value(spec):
    spec(
        facts=FACTS,
        rule="pregnant is true",
        table="""
        | who   | sex    | pregnant | => pregnant   | => rule | => missing    |
        | Ann   | female | true     | true          | yes     | nothing       |
        | Ben   | male   |          | false         | no      | nothing       |
        | Chen  | female |          | false or true | unknown | pregnant      |
        | Dana  |        |          | false or true | unknown | sex, pregnant |
        """,
    )


def test_an_answer_that_was_given_always_counts(spec):
    spec(
        facts=FACTS,
        rule="pregnant is true",
        table="""
        | who | sex  | pregnant | => rule |
        | Ann | male | true     | yes     |
        | Ben |      | false    | no      |
        """,
    )


def test_declined_is_no_answer_so_the_other_value_still_holds(spec):
    spec(
        facts=FACTS,
        rule="pregnant is true",
        table="""
        | who  | sex    | pregnant | => rule | => missing    |
        | Ann  | male   | declined | no      | nothing       |
        | Ben  | female | declined | unknown | pregnant      |
        | Chen |        | declined | unknown | sex, pregnant |
        """,
    )
