"""Sample data and real ones never stand beside each other."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError

from catalog.certification.models import Decision
from catalog.producers.models import Producer
from marketplace.upkeep.errors import SampleDataFound


def refuse_samples() -> None:
    """Stop where a real shop's database holds the demo's decisions or producers.

    Raises:
        SampleDataFound: with one line that says what was found and what to do.
    """
    if settings.DEMO:
        return
    try:
        counts = {
            "decisions": Decision.objects.filter(is_sample=True).count(),
            "producers": Producer.objects.filter(is_sample=True).count(),
        }
    except DatabaseError:
        # Away or not migrated yet: /readyz says so, and the step before a new version asks again.
        return
    found = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    if found:
        raise SampleDataFound(f"The database holds sample data ({found}): set CHO_SAO_DATABASE_URL or CHO_SAO_DATA_DIR to a real shop's")
