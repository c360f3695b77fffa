"""What a visitor gave on the way to the last look: kept in their own session for two hours, so that the look is a page of its own.

Reloading it or coming back to it sends nothing again. It never stands in an address, nobody else's session reads it, and the page of
the order forgets it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from catalog.lib import clock

_KEY, _KEEPS = "checkout_given", timedelta(hours=2)


def keep_given(request: HttpRequest, values: dict[str, str]) -> None:
    """Keep what was given, in place of what was given before."""
    request.session[_KEY] = {"values": values, "until": (clock.now() + _KEEPS).isoformat()}


def given_by(request: HttpRequest) -> dict[str, str]:
    """Give what was kept; nothing once it is too old."""
    kept = request.session.get(_KEY)
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return {}
    return dict(kept["values"])


def forget_given(request: HttpRequest) -> None:
    """Forget it. Only whoever gave something writes to the database."""
    if _KEY in request.session:
        del request.session[_KEY]
