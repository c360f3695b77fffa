"""Periodic reading: what has changed within seconds, everything once a day. No job worker is needed for it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import transaction

from catalog.claims.models import Claim, Sweep, Unread
from catalog.claims.services import scan_all, scan_listings, scan_producers
from catalog.lib import clock
from marketplace.watch.stories import scan_stories

_AT_ONCE = 2000
_SCANS: dict[str, Callable[[Collection[int]], int]] = {
    Claim.Kind.LISTING: scan_listings,
    Claim.Kind.PRODUCER: scan_producers,
    Claim.Kind.STORY: scan_stories,
}


def read_changed_texts() -> int:
    """Read what was noted as changed, some thousands at a time; give how many claims are new or open again.

    What is noted while this reads stays noted: only the rows seen at the start go.
    """
    rows = list(Unread.objects.order_by("pk").values_list("pk", "kind", "subject_id")[:_AT_ONCE])
    count = 0
    for kind, scan in _SCANS.items():
        own = [(pk, subject_id) for pk, one, subject_id in rows if one == kind]
        if own:
            with transaction.atomic():
                count += scan({subject_id for _pk, subject_id in own})
                Unread.objects.filter(pk__in=[pk for pk, _subject in own]).delete()
    return count


def sweep_claims() -> int:
    """Read every text once a day, soon after midnight: a star that lapses announces nothing. Give how many claims opened."""
    today = clock.today()
    if Sweep.objects.filter(day=today).exists():
        return 0
    with transaction.atomic():
        _sweep, is_new = Sweep.objects.get_or_create(day=today)
        if not is_new:
            return 0
        Sweep.objects.exclude(day=today).delete()
        return scan_all() + scan_stories()
