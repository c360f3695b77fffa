"""What this room hears from below."""

from __future__ import annotations

from typing import Any

from catalog.certification.signals import badges_changed
from marketplace.renewals.services import settle_cases


def on_badges_changed(sender: Any, product_ids: list[int], **kwargs: Any) -> None:
    """End the cases of awards that are followed by others now, in the transaction of that change."""
    settle_cases()


def connect() -> None:
    """Start listening; called once when the app is ready."""
    badges_changed.connect(on_badges_changed, dispatch_uid="renewals.badges")
