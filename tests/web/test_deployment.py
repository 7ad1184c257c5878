"""What is sent out is ready for the open network, and asks nothing of anybody else."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import spinewise_web
from spinewise_web.config.command import check_free
from spinewise_web.config.environment import WrongSetting

PACKAGE = Path(spinewise_web.__file__).parent
PUBLIC = {"SPINEWISE_ADDRESS": "https://clinic.example", "SPINEWISE_SECRET_KEY": "k9" * 10 + "Zq-7w_Xy" * 6}

FOR_BROWSERS = ("DJANGO_ALLOW_ASYNC_UNSAFE",)  # set where browsers are driven, never where it is served


def run(*words, **more):
    environment = {
        **{name: value for name, value in os.environ.items() if name not in FOR_BROWSERS},
        **PUBLIC,
        **more,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment["DJANGO_SETTINGS_MODULE"] = "spinewise_web.config.settings"
    command = [sys.executable, "-m", "spinewise_web", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_deployment_check_finds_nothing():
    checked = run("manage", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_the_tables_are_what_the_models_say():
    assert run("manage", "makemigrations", "--check", "--dry-run").returncode == 0


def test_a_wrong_setting_is_told_in_a_sentence():
    told = run("manage", "check", SPINEWISE_ADDRESS="http://clinic.example")
    assert told.returncode == 2
    assert "Give https://" in told.stderr
    assert "Traceback" not in told.stderr


def test_help_lists_every_setting():
    from spinewise_web.config.environment import SETTINGS

    shown = run("serve", "--help").stdout
    assert all(name in shown for name in SETTINGS)


def test_every_setting_that_is_read_is_listed():
    from spinewise_web.config.environment import SETTINGS

    source = (PACKAGE / "config" / "environment.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"((?:SPINEWISE|DATABASE)_[A-Z_]+)"', source)) == set(SETTINGS)


def test_a_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    for _ in range(2):
        done = run("manage", "check", SPINEWISE_SECRET_KEY="", SPINEWISE_DATA=str(tmp_path))
        assert done.returncode == 0, done.stderr
    key = tmp_path / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text(encoding="utf-8")) > 50


def test_no_page_or_script_or_style_asks_anything_of_another_host():
    asking = re.compile(r"""(?:src|href|action|url\(|import|fetch\()\s*[=(]?\s*["']?(?:https?:)?//""")
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".html", ".css", ".js", ".svg"}]
    found = [f"{path.name}: {hit[0]}" for path in files for hit in asking.finditer(path.read_text(encoding="utf-8"))]
    assert files
    assert found == []


def test_the_pages_hold_no_inline_script_or_style():
    files = list(PACKAGE.rglob("*.html"))
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son\w+=", re.IGNORECASE)
    found = [f"{path.name}: {hit[0]}" for path in files for hit in inline.finditer(path.read_text(encoding="utf-8"))]
    assert found == []


def test_a_public_installation_speaks_only_over_tls():
    shown = run("manage", "diffsettings", "--output", "unified").stdout
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert f"+ {name} = True" in shown


@pytest.mark.parametrize(("port", "says"), [("abc", "--port is 'abc'"), ("70000", "--port is '70000'")])
def test_a_port_that_is_none_is_refused_in_a_sentence(port, says):
    with pytest.raises(WrongSetting, match=says):
        check_free("127.0.0.1", port)


def test_a_port_that_is_taken_is_refused_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(WrongSetting, match="perhaps it is taken"):
        check_free("127.0.0.1", str(taken.getsockname()[1]))
