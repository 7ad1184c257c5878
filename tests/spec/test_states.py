"""No value is not a value: not asked, not sure, cannot know and declined all leave a rule open."""

TITLE = "Answers without a value"


def test_every_state_leaves_it_open(spec):
    spec(
        facts="fever: {kind: yes_no}",
        rule="fever is true",
        table="""
        | who  | fever       | => rule | => missing | => answer shown   |
        | Ann  |             | unknown | fever      | not answered      |
        | Ben  | not_sure    | unknown | fever      | not sure          |
        | Chen | cannot_know | unknown | fever      | cannot know       |
        | Dana | declined    | unknown | fever      | prefers not to say |
        """,
    )


def test_none_of_these_is_not_made_true_by_silence(spec):
    spec(
        facts="fever: {kind: yes_no}",
        rule="""
        none:
          - fever is true
        """,
        table="""
        | who | fever    | => rule |
        | Ann |          | unknown |
        | Ben | declined | unknown |
        | Gus | false    | yes     |
        """,
    )
