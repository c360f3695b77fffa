"""What editors do in Wagtail goes into the audit log beside all other actions: Wagtail's own log can be changed and emptied."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from catalog.audit.services import record_action
from search.models import Favor, Occasion

# Their services write the audit log themselves, with what was before and after.
TOLD_BY_SERVICES = frozenset({Favor, Occasion})


def on_wagtail_log(sender: Any, instance: PageLogEntry | ModelLogEntry, created: bool, **kwargs: Any) -> None:
    """Repeat one entry of Wagtail's log; titles stay out, and so does what no person did."""
    model = instance.content_type.model_class() if instance.content_type else None
    if not created or model is None or instance.user is None or model in TOLD_BY_SERVICES:
        return
    after = {"revision": instance.revision_id} if instance.revision_id else {}
    record_action(actor=instance.user, action=instance.action, subject=model(pk=instance.object_id), after=after)


def connect() -> None:
    """Start listening; called once when the app is ready."""
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(on_wagtail_log, sender=model, dispatch_uid=f"frame.{model.__name__}")
