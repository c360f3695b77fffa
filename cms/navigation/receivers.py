"""Forget the kept menu and foot as soon as an editor changes something."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.navigation.models import Footer
from cms.navigation.selectors import forget_links


def _changed(**kwargs: Any) -> None:
    forget_links()


def listen() -> None:
    """Join the signals once."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_changed, dispatch_uid="navigation")
    post_save.connect(_changed, sender=Footer, dispatch_uid="navigation")
