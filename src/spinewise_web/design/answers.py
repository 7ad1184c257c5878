"""What a form answers, as every room says it: kept, changed by somebody else meanwhile, or not to be read."""

from __future__ import annotations

from django.http import HttpResponseRedirect

SEE_OTHER, CONFLICT, UNREADABLE = 303, 409, 422


class SeeOther(HttpResponseRedirect):
    """On to a page after something was kept: the browser asks for it anew, whatever was sent here."""

    status_code = SEE_OTHER
