"""Every rule can be read as a checklist in English, in the clinician's words."""

TITLE = "In English"


def test_a_rule_reads_as_a_checklist(spec):
    spec(
        facts="""
        back_pain: {kind: yes_no}
        age: {kind: number, range: [0, 120], unit: years}
        osteoporosis:
          kind: choice
          options:
            none: 'No'
            suspected: {person: Maybe, clinician: suspected}
            confirmed: {person: 'Yes', clinician: confirmed}
        temperature: {kind: number, range: [30, 45], whole: false, unit: °C}
        """,
        rule="""
        all:
          - back_pain is true
          - at_least_2:
              - age at least 70
              - "osteoporosis is one of [suspected, confirmed]"
              - temperature more than 38.5
          - none:
              - osteoporosis is not confirmed
        """,
        english="""
All of these:
  - Back pain: is yes
  At least 2 of these:
    - Age: at least 70 years
    - Osteoporosis: is one of suspected, confirmed
    - Temperature: more than 38.5 °C
  None of these:
    - Osteoporosis: is not confirmed
""",
    )


def test_large_numbers_are_written_out(spec):
    spec(
        facts="steps: {kind: number, range: [0, 9000000], unit: steps}",
        rule="steps at least 1234567",
        english="- Steps: at least 1234567 steps",
    )
