"""Load the rate table and the map of neighbors."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from catalog.places.models import Place
from marketplace.delivery.models import HandlingFee, Neighbor, ShippingRate

DATA = Path(__file__).parent / "data" / "rates.toml"


@transaction.atomic
def load_rates(path: Path = DATA) -> None:
    """Load rates, fees and neighbors from a file; may be run again and then changes nothing.

    Raises:
        Place.DoesNotExist: a province's code is not on file: load the places first.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    since, source = data["valid_from"], data["source"]
    for zone, row in data["zones"].items():
        values: dict[str, Any] = {key: value for key, value in row.items() if key != "days"}
        values |= {"days_from": row["days"][0], "days_to": row["days"][1], "source": source}
        ShippingRate.objects.update_or_create(zone=zone, valid_from=since, defaults=values)
    for handling, price in data["handling"].items():
        HandlingFee.objects.update_or_create(handling=handling, valid_from=since, defaults={"price": price, "source": source})
    for code, others in data["neighbors"].items():
        for other in others:
            _join(_province(code), _province(other))


def _province(code: str) -> Place:
    return Place.objects.get(kind=Place.Kind.PROVINCE, code=code, valid_to=None)


def _join(one: Place, other: Place) -> None:
    Neighbor.objects.get_or_create(province=one, neighbor=other)
    Neighbor.objects.get_or_create(province=other, neighbor=one)
