"""Some care may take a clinician's fact for granted (the clinical model says which, and when). Answers win."""

TITLE = "Presuming"


def test_a_presumed_value_fills_only_what_has_no_answer(spec):
    spec(
        facts="osteoporosis: {kind: choice, options: {none: 'No', suspected: Maybe, confirmed: 'Yes'}}",
        rule="osteoporosis is one of [suspected, confirmed]",
        presuming={"osteoporosis": "none"},
        table="""
        | who  | osteoporosis | => rule | => missing | => answer shown           |
        | Ann  |              | no      | nothing    | No (assumed)              |
        | Ben  | confirmed    | yes     | nothing    | Yes                       |
        | Chen | cannot_know  | no      | nothing    | cannot know (assumed No)  |
        """,
    )


def test_without_presuming_it_stays_open(spec):
    spec(
        facts="osteoporosis: {kind: choice, options: {none: 'No', suspected: Maybe, confirmed: 'Yes'}}",
        rule="osteoporosis is one of [suspected, confirmed]",
        table="""
        | who  | osteoporosis | => rule | => missing   | => answer shown |
        | Ann  |              | unknown | osteoporosis | not answered    |
        | Chen | cannot_know  | unknown | osteoporosis | cannot know     |
        """,
    )


def test_not_sure_that_counts_as_something_is_an_answer(spec):
    spec(
        facts="bones: {kind: choice, options: {sound: Sound, suspected: Suspected}, not_sure: suspected}",
        rule="bones is suspected",
        presuming={"bones": "sound"},
        table="""
        | who | bones    | => rule | => answer shown                |
        | Ann | not_sure | yes     | not sure (counts as Suspected) |
        | Ben |          | no      | Sound (assumed)                |
        """,
    )
