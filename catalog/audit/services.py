"""Write the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from catalog.audit.models import AuditEntry
from catalog.lib.request_id import current_request_id


def entry_for(
    *,
    actor: AbstractBaseUser | None,
    action: str,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    on_behalf_of_id: int | None = None,
) -> AuditEntry:
    """Make one entry without writing it, where many are written at once; see `record_action`."""
    return AuditEntry(
        actor_id=actor.pk if actor else None,
        on_behalf_of_id=on_behalf_of_id,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        before=before or {},
        after=after or {},
        request_id=current_request_id.get(),
    )


def record_action(
    *,
    actor: AbstractBaseUser | None,
    action: str,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    on_behalf_of_id: int | None = None,
) -> AuditEntry:
    """Write one entry, in the transaction of the change itself.

    `before` and `after` must be JSON of ids, states, dates as text and amounts; no personal data.
    """
    entry = entry_for(actor=actor, action=action, subject=subject, before=before, after=after, on_behalf_of_id=on_behalf_of_id)
    entry.save()
    return entry
