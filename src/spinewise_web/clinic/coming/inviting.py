"""The mail with the link to join. It says who invites, and nothing about anybody's health."""

from __future__ import annotations

from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from spinewise_web.records.actions.people import INVITATION_LIVES, STAFF, Invited


def send_invitation(request: HttpRequest, invited: Invited) -> None:
    """Send the mail, and say on the next page whether it went out. The invitation is kept before."""
    row = invited.invitation
    said = {
        "invitation": row,
        "is_staff": row.into in STAFF,
        "address": request.build_absolute_uri(reverse("join", args=[invited.token])),
        "days": INVITATION_LIVES.days,
    }
    subject = _("%(clinic)s invites you") % {"clinic": " ".join(row.clinic.name.split())}
    try:
        send_mail(subject, render_to_string("clinic/invitation_mail.txt", said), None, [row.email])
    except OSError:  # what mail servers refuse is one too
        messages.warning(request, _("The mail could not be sent. Look at the address, then send it again."))
        return
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": row.email})
