"""The application answers, tells browsers to be careful, and reads its settings strictly."""

import pytest

from spinewise_web.config.environment import WrongSetting, database, read_environment

SECRET = {"SPINEWISE_SECRET_KEY": "x" * 60}


@pytest.mark.django_db
def test_health_answers_to_anybody_and_tells_nothing_about_anybody(client):
    answered = client.get("/health").json()
    assert answered.pop("release")
    assert answered == {"status": "ok"}


@pytest.mark.django_db
def test_every_answer_forbids_what_comes_from_elsewhere(client):
    policy = client.get("/health").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, settings):
    settings.MOST_BODY_BYTES = 10
    answered = client.post("/accounts/link/", {"email": "somebody@example.org"})
    assert answered.status_code == 413


def test_a_short_secret_is_refused():
    with pytest.raises(WrongSetting, match="SPINEWISE_SECRET_KEY"):
        read_environment({"SPINEWISE_SECRET_KEY": "short"})


def test_an_address_without_tls_is_refused():
    with pytest.raises(WrongSetting, match="https"):
        read_environment({**SECRET, "SPINEWISE_ADDRESS": "http://clinic.example"})


def test_without_an_address_only_this_machine_is_answered_to():
    assert read_environment(SECRET).hosts == ["localhost", "127.0.0.1", "[::1]"]


def test_another_kind_of_database_is_refused(tmp_path):
    with pytest.raises(WrongSetting, match="postgresql"):
        database("mysql://somewhere/x", data=tmp_path)


def test_a_postgresql_address_is_read_to_the_last_part(tmp_path):
    made = database("postgresql://jo:p%40ss@db:5433/clinic?sslmode=require", data=tmp_path)
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == ("jo", "p@ss", "db", "5433")
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"] == {"timeout": 5}


def test_behind_a_pooler_postgresql_prepares_nothing(tmp_path):
    alone, pooled = (database(f"postgresql://jo@db/clinic{asked}", data=tmp_path) for asked in ("", "?prepare=0"))
    assert alone["OPTIONS"]["prepare_threshold"] > 0
    assert pooled["OPTIONS"]["prepare_threshold"] is None
    with pytest.raises(WrongSetting, match=r"prepare is 'no'\. Use 1 or 0"):
        database("postgresql://jo@db/clinic?prepare=no", data=tmp_path)
