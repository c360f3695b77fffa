"""Note on an award that its re-evaluation was asked for. It changes what pages say, and neither the stars nor their last day."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.errors import UnableToFile
from catalog.certification.models import Award
from catalog.certification.services import announce_badges
from catalog.lib import clock


@transaction.atomic
def file_reevaluation(*, award: Award, on: date, actor: AbstractBaseUser | None, on_behalf_of_id: int | None = None) -> Award:
    """Note the day on which papers for a new evaluation were filed; noting it again keeps the first day.

    Raises:
        UnableToFile: the day lies ahead or before the award's first, or the award is superseded, revoked or withdrawn.
    """
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if locked.revoked_on or locked.withdrawn_on or locked.superseded_by_id:
        raise UnableToFile(_("This award was revoked, withdrawn or followed by another: there is nothing to evaluate anew"))
    if not locked.starts_on <= on <= clock.today():
        raise UnableToFile(_("The day of filing lies between the award's first day and today"))
    if locked.reevaluation_filed_on is None:
        _note(locked, on, actor, on_behalf_of_id)
    return locked


@transaction.atomic
def drop_reevaluation(*, award: Award, actor: AbstractBaseUser | None) -> Award:
    """Take the note back, where the papers were returned or the case ended without a new decision."""
    locked = Award.objects.select_for_update().get(pk=award.pk)
    if locked.reevaluation_filed_on is not None:
        _note(locked, None, actor, None)
    return locked


def _note(award: Award, on: date | None, actor: AbstractBaseUser | None, on_behalf_of_id: int | None) -> None:
    before, award.reevaluation_filed_on = award.reevaluation_filed_on, on
    award.save(update_fields=["reevaluation_filed_on"])
    record_action(
        actor=actor,
        action="certification.file-reevaluation" if on else "certification.drop-reevaluation",
        subject=award,
        before={"filed_on": str(before) if before else None},
        after={"filed_on": str(on) if on else None},
        on_behalf_of_id=on_behalf_of_id,
    )
    announce_badges([award])
