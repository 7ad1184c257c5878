"""Sessions in the database, as Django keeps them; they are looked up on every page, so that query is prepared."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from spinewise_web.accounts.prepared import Prepared

LIVE = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), key=str, now=dt.datetime)


class SessionStore(db.SessionStore):
    """The same rows, read faster."""

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
