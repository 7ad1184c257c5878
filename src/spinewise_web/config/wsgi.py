"""What the server runs. The knowledge is read before the first request, so that nobody waits for it.

What is loaded by then stays for good, so the garbage collector is told not to look through it again and again.
"""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spinewise_web.config.settings")
application = get_wsgi_application()

from spinewise_web.records.core import knowledge  # noqa: E402  # needs the application to be set up

knowledge()
gc.collect()
gc.freeze()
