"""What officers set themselves, and what they take out of the house."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from catalog.audit.services import record_action
from marketplace.department_desk.models import Target


@transaction.atomic
def set_target(*, year: int, measure: str, at_least: int, source: str, officer: AbstractBaseUser) -> Target:
    """Set what the plan of a year wants reached; the former number stays in the audit log. The caller has asked for the duty."""
    former = Target.objects.select_for_update().filter(year=year, measure=measure).first()
    before = {"at_least": former.at_least} if former else {}
    target, _is_new = Target.objects.update_or_create(year=year, measure=measure, defaults={"at_least": at_least, "source": source})
    record_action(actor=officer, action="desk.set_target", subject=target, before=before, after={"at_least": at_least, "year": year})
    return target


def record_export(*, officer: AbstractBaseUser, name: str, form: str) -> None:
    """Note in the audit log that an officer took a list out of the house."""
    record_action(actor=officer, action="desk.export", subject=officer, after={"list": name, "form": form})
