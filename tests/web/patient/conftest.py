"""Fixtures of the patient's pages."""

import pytest


@pytest.fixture
def home(cast):
    """The patient at home, with a signed plan."""
    from web.patient.home import Home, with_plan

    version = with_plan(cast)
    made = Home(cast)
    made.version = version
    return made
