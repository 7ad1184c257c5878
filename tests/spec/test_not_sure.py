"""`not_sure` on a fact says what an honest "not sure" counts as. Without it, not sure leaves the fact open."""

TITLE = "Not sure"


def test_for_an_alarm_not_sure_counts_as_the_alarm(spec):
    spec(
        facts="numb_saddle: {kind: choice, options: {never: Never, old: Old, new: New}, not_sure: new}",
        rule="numb_saddle is new",
        table="""
        | who  | numb_saddle | => numb_saddle      | => rule | => missing  |
        | Ann  | not_sure    | new                 | yes     | nothing     |
        | Ben  | never       | never               | no      | nothing     |
        | Chen |             | never or old or new | unknown | numb_saddle |
        | Dana | declined    | never or old or new | unknown | numb_saddle |
        """,
    )


def test_elsewhere_not_sure_leaves_it_open(spec):
    spec(
        facts="night_sweats: {kind: yes_no}",
        rule="night_sweats is true",
        table="""
        | who | night_sweats | => rule | => missing   |
        | Ann | not_sure     | unknown | night_sweats |
        """,
    )


def test_a_number_can_count_as_a_number(spec):
    spec(
        facts="falls: {kind: number, range: [0, 20], not_sure: 1}",
        rule="falls at least 1",
        table="""
        | who | falls    | => rule |
        | Ann | not_sure | yes     |
        | Ben | 0        | no      |
        """,
    )
