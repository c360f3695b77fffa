"""What pages outside the desk may ask of it, and how its own pages write stars and actions."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import Award
from catalog.registry.models import Record
from marketplace.accounts.permissions import Person
from marketplace.accounts.permissions import is_officer as _is_officer
from marketplace.department_desk.comparing import FIELDS
from marketplace.department_desk.lists import stars_text

register = template.Library()

ACTIONS = {
    "certification.record": _("recorded"),
    "certification.supersede": _("superseded"),
    "certification.revoke": _("revoked"),
    "certification.withdraw": _("record withdrawn"),
    "certification.link": _("linked to a listing"),
    "certification.unlink": _("link ended"),
    "certification.correct": _("corrected"),
}


@register.filter
def is_officer(user: Person) -> bool:
    """Whether the person holds any duty, and so finds the way to the desk in the account's menu."""
    return _is_officer(user)


@register.filter
def stars_of(subject: Award | Record) -> str:
    """Write the stars of an award or of a row."""
    return stars_text(subject.stars, subject.is_potential_five)


@register.filter
def action_name(code: str) -> str:
    """Name an action of the audit log; one without a name stands by its code."""
    return str(ACTIONS.get(code, code))


@register.filter
def field_name(field: str) -> str:
    """Name a field of a row."""
    return str(FIELDS[field])
