"""Secrets that travel by mail: the mail holds the token, the database its digest."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A secret that cannot be guessed, safe in an address."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
