"""Every field says what it is, and what it says is true of it."""

import pytest
from django.apps import apps

from spinewise_web.accounts.privacy import Privacy, classed

OURS = ("accounts", "audit", "records")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
LABELS = [model._meta.label for model in MODELS]


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_every_field_has_a_privacy_class_and_no_class_is_left_over(model):
    assert set(model.privacy) == {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_free_text_is_never_plain(model):
    kinds = {"TextField", "JSONField"}
    free = [field.name for field in model._meta.concrete_fields if field.get_internal_type() in kinds]
    shown = [name for name in free if model.privacy[name] is Privacy.PLAIN]
    assert model._meta.label == "accounts.Clinic" or shown == []


def test_the_chain_holds_nothing_but_plain_fields():
    for model in apps.get_app_config("audit").get_models():
        assert set(model.privacy.values()) == {Privacy.PLAIN}


def test_a_field_has_one_class():
    with pytest.raises(ValueError, match="more than one"):
        classed(plain="name", identity="name")
