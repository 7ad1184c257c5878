"""`worst_of` takes the worst of several choices that share one ladder of options."""

TITLE = "worst_of"
FACTS = """
at_rest: {kind: choice, ordered: true, options: {none: None, mild: Mild, severe: Severe}}
on_moving: {kind: choice, ordered: true, options: {none: None, mild: Mild, severe: Severe}}
worst_pain:
  kind: choice
  ordered: true
  options: {none: None, mild: Mild, severe: Severe}
  derive: {worst_of: [at_rest, on_moving]}
"""


def test_the_worst_answer_counts(spec):
    spec(
        facts=FACTS,
        table="""
        | who  | at_rest | on_moving | => worst_pain |
        | Ann  | none    | severe    | severe        |
        | Ben  | mild    | none      | mild          |
        | Chen | none    | none      | none          |
        """,
    )


def test_what_is_open_can_only_make_it_worse(spec):
    spec(
        facts=FACTS,
        rule="worst_pain is none",
        table="""
        | who  | at_rest | on_moving | => worst_pain           | => rule | => missing         |
        | Ann  | severe  |           | severe                  | no      | nothing            |
        | Ben  | mild    |           | mild or severe          | no      | nothing            |
        | Chen | none    |           | none or mild or severe  | unknown | on_moving          |
        | Dana |         |           | none or mild or severe  | unknown | at_rest, on_moving |
        """,
    )
