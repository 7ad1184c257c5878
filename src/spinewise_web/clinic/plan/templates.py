"""Plans to begin from: kept from one patient's plan, and begun with for the next, what does not fit left out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spinewise.plan.types import Refusal
from spinewise_web.clinic.pages import Desk
from spinewise_web.clinic.plan.edits import titles_of
from spinewise_web.records.actions.own import Applied, add_template, apply_template
from spinewise_web.records.actions.plans import Conflict
from spinewise_web.records.core import knowledge
from spinewise_web.records.models import PlanVersion
from spinewise_web.records.reads.own import template_for


def begun_from_template(desk: Desk, version: PlanVersion | None) -> tuple[PlanVersion | Refusal | Conflict, str]:
    """A plan from the template that was chosen, and what is said about it: each thing left out, with why.

    Raises:
        Http404: there is no such template.
        NotAllowed: nothing is answered yet.
    """
    template = template_for(desk.user, desk.request.POST.get("template", ""))
    made = apply_template(person=desk.person, template=template, version=version, by=desk.user, now=desk.now)
    if not isinstance(made, Applied):
        return made, ""
    begun = _("Begun from “%(name)s”.") % {"name": template.name}
    left = [f"{titles_of([one.about], knowledge())[0]}: {one.says}" for one in made.left_out]
    if not left:
        return made.version, f"{begun} " + _("All of it fits this patient.")
    return made.version, f"{begun} " + _("Left out for this patient:") + " " + " ".join(left)


def kept_as_template(desk: Desk, version: PlanVersion) -> str:
    """The items of a plan, kept for the next patient; what is said about it.

    Raises:
        ValidationError: there is no name, or another template has it.
    """
    name = desk.request.POST.get("name", "")
    row = add_template(version=version, name=name, by=desk.user, now=desk.now)
    return _("Kept as “%(name)s”. Nothing about this patient is in it.") % {"name": row.name}
