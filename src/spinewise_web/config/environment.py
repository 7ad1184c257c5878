"""What the environment says about this installation; every setting of it is listed here and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import msgspec

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
SHORTEST_SECRET = 50
NOT_THERE_S = 5  # after that a form is told that it could not be kept, and is handed back
PREPARED_AFTER = 3  # so often a query is sent as a text of its own before the server keeps its plan
SETTINGS = {
    "SPINEWISE_SECRET_KEY": "signs sessions and links; `serve` keeps one in the data folder when none is given",
    "SPINEWISE_ADDRESS": "the public address, https://clinic.example; without it only this machine is served",
    "SPINEWISE_DATA": "the folder of the database, the secret key and the collected static files",
    "SPINEWISE_BEHIND_PROXY": "1 when a proxy ends TLS and sets X-Forwarded-Proto itself",
    "SPINEWISE_DEMO": "1 lets anybody at this machine sign in as the demo's people; refused with an address",
    "SPINEWISE_DEBUG": "1 shows tracebacks in the browser; never where there are patients",
    "SPINEWISE_MAIL": "smtp://user:password@host:587; without it mails are written to the data folder",
    "SPINEWISE_MAIL_FROM": "the sender of mails",
    "SPINEWISE_DIRECT_ACCESS": "0 where people need a doctor's letter to come: the public check says so; 1 without it",
    "SPINEWISE_EMERGENCY_NUMBER": "the number to call on pages that belong to no clinic; 112 without it",
    "DATABASE_URL": (
        "postgresql://user:password@host/name, with ?prepare=0 behind a pooler that lends connections for one "
        "transaction; or sqlite:////path; without it SQLite in the data folder"
    ),
}


class WrongSetting(Exception):
    """A setting of the environment cannot be used; the text says which, and what would be right."""


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """The settings, read and checked."""

    secret_key: str
    address: str
    data: Path
    behind_proxy: bool
    demo: bool
    debug: bool
    mail: str
    mail_from: str
    direct_access: bool
    emergency_number: str
    database_url: str

    @property
    def is_public(self) -> bool:
        """Whether other machines are served, which is only done over TLS."""
        return bool(self.address)

    @property
    def hosts(self) -> list[str]:
        """The host names that are answered to."""
        named = [name for name in (urlsplit(self.address).hostname,) if name]
        return named or list(LOOPBACK)


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Read the settings.

    Raises:
        WrongSetting: one is missing or unusable.
    """
    if _is_on(given, "SPINEWISE_DEMO") and given.get("SPINEWISE_ADDRESS"):
        raise WrongSetting("SPINEWISE_DEMO lets anybody in, and SPINEWISE_ADDRESS opens to the world. Leave one out")
    return Environment(
        secret_key=_secret(given.get("SPINEWISE_SECRET_KEY", "")),
        address=_address(given.get("SPINEWISE_ADDRESS", "")),
        data=data_folder(given),
        behind_proxy=_is_on(given, "SPINEWISE_BEHIND_PROXY"),
        demo=_is_on(given, "SPINEWISE_DEMO"),
        debug=_is_on(given, "SPINEWISE_DEBUG"),
        mail=given.get("SPINEWISE_MAIL", ""),
        mail_from=given.get("SPINEWISE_MAIL_FROM", "Spinewise <spinewise@localhost>"),
        direct_access=_is_on({"SPINEWISE_DIRECT_ACCESS": "1", **given}, "SPINEWISE_DIRECT_ACCESS"),
        emergency_number=given.get("SPINEWISE_EMERGENCY_NUMBER", "112"),
        database_url=given.get("DATABASE_URL", ""),
    )


def data_folder(given: Mapping[str, str] = os.environ) -> Path:
    """Where patients' data is kept: the user's own data folder, never the checkout."""
    if chosen := given.get("SPINEWISE_DATA"):
        return Path(chosen)
    if sys.platform == "win32" and (local := given.get("LOCALAPPDATA")):
        return Path(local) / "spinewise-data"
    return Path(given.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "spinewise"


def _secret(key: str) -> str:
    if len(key) < SHORTEST_SECRET:
        raise WrongSetting(f"SPINEWISE_SECRET_KEY needs at least {SHORTEST_SECRET} random characters")
    return key


def _address(address: str) -> str:
    if address and (urlsplit(address).scheme != "https" or not urlsplit(address).hostname):
        raise WrongSetting(f"SPINEWISE_ADDRESS is '{address}'. Give https:// and a host, or leave it out")
    return address.rstrip("/")


def _is_on(given: Mapping[str, str], name: str) -> bool:
    said = given.get(name, "0").lower()
    if said not in {"", "0", "1", "true", "false"}:
        raise WrongSetting(f"{name} is '{said}'. Use 1 or 0")
    return said in {"1", "true"}


def database(url: str, *, data: Path) -> dict[str, object]:
    """Django's description of the database.

    Raises:
        WrongSetting: the address names another kind of database.
    """
    parts = urlsplit(url)
    if not url:
        return _sqlite(str(data / "spinewise.sqlite3"))
    if parts.scheme not in ENGINES:
        raise WrongSetting(f"DATABASE_URL starts with '{parts.scheme}'. Use postgresql:// or sqlite://")
    return _sqlite(parts.path[1:]) if parts.scheme == "sqlite" else _postgresql(parts)


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": ENGINES["sqlite"],
        "NAME": path or ":memory:",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing half-way
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, object]:
    """The query may say `host=/run/postgresql` for a socket in a folder.

    The same few queries are asked all day, so the server plans each once per connection. Behind a pooler that lends
    connections for one transaction, `prepare=0` leaves that out.
    """
    asked = dict(parse_qsl(parts.query))
    prepared = _is_on({"DATABASE_URL, prepare": asked.pop("prepare", "1")}, "DATABASE_URL, prepare")
    return {
        "ENGINE": ENGINES["postgresql"],
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,  # a server that was started again is met by no dead connection
        "OPTIONS": {
            "pool": {"timeout": NOT_THERE_S},
            "server_side_binding": True,
            "prepare_threshold": PREPARED_AFTER if prepared else None,
            **asked,
        },
    }


def mail_settings(mail: str, *, data: Path) -> dict[str, object]:
    """Django's settings for sending mail; without a server the mails are files, so that nothing is lost silently.

    Raises:
        WrongSetting: the address is not one of a mail server.
    """
    if not mail:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mail"),
        }
    parts = urlsplit(mail)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting("SPINEWISE_MAIL cannot be read. Give smtp://user:password@host:587")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
