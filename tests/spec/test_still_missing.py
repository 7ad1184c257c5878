"""`missing` names the facts that could still settle a rule; the interview asks for nothing else."""

TITLE = "Still missing"
FACTS = """
back_pain: {kind: yes_no}
fever: {kind: yes_no}
night_sweats: {kind: yes_no}
signs: {kind: number, range: [0, 2], derive: {count: [fever is true, night_sweats is true]}}
"""


def test_only_facts_that_still_matter(spec):
    spec(
        facts=FACTS,
        rule="""
        any:
          - all:
              - back_pain is true
              - fever is true
          - night_sweats is true
        """,
        table="""
        | who  | back_pain | fever | night_sweats | => rule | => missing                     |
        | Ann  |           |       |              | unknown | back_pain, fever, night_sweats |
        | Ben  | false     |       |              | unknown | night_sweats                   |
        | Chen | true      |       | false        | unknown | fever                          |
        | Dana |           |       | true         | yes     | nothing                        |
        """,
    )


def test_behind_a_derived_fact_stand_the_facts_it_comes_from(spec):
    spec(
        facts=FACTS,
        rule="signs at least 2",
        table="""
        | who  | fever | night_sweats | => rule | => missing          |
        | Ann  |       |              | unknown | fever, night_sweats |
        | Ben  | true  |              | unknown | night_sweats        |
        | Chen | false |              | no      | nothing             |
        """,
    )
