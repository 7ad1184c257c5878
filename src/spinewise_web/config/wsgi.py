"""What the server runs. The knowledge is read before the first request, so that nobody waits for it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
application = get_wsgi_application()

from spinewise_web.records.core import knowledge  # noqa: E402  # needs the application to be set up

knowledge()
