"""Whether this installation answers: for whoever watches the server, and telling nothing about anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import spinewise


@login_not_required
@require_safe
def health(_: HttpRequest) -> JsonResponse:
    """The database answers, and which release this is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "release": spinewise.__version__})
