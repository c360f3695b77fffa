"""Write the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from catalog.audit.models import AuditEntry
from catalog.lib.request_id import current_request_id


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
    return AuditEntry.objects.create(
        actor_id=actor.pk if actor else None,
        on_behalf_of_id=on_behalf_of_id,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        before=before or {},
        after=after or {},
        request_id=current_request_id.get(),
    )
