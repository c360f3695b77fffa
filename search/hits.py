"""Turn what an index stores into cards, with the badge and availability of the day of the question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from catalog.certification.badges import WARNING_MONTHS
from catalog.lib.clock import add_months
from catalog.products.cards import Availability, Badge, ProductCard, ReportedStars, picture_from_json


def _in_force(stored: dict[str, Any], today: date) -> dict[str, Any] | None:
    day = today.toordinal()
    return next((one for one in stored["certificates"] if one["since"] <= day < one["until"]), None)


def stars_on(stored: dict[str, Any], today: date) -> int:
    """Give the stars in force on a day, 0 where there are none."""
    found = _in_force(stored, today)
    return int(found["stars"]) if found else 0


def _badge(stored: dict[str, Any], today: date) -> Badge | None:
    found = _in_force(stored, today)
    if found is None:
        return None
    lapses_on = date.fromordinal(found["lapses"])
    return Badge(
        stars=found["stars"],
        code=found["code"],
        url=found["url"],
        state="expiring" if today >= add_months(lapses_on, -WARNING_MONTHS) else "valid",
        last_day=lapses_on - timedelta(days=1),
        decision_number=found["decision_number"],
        decision_on=date.fromisoformat(found["decision_on"]),
        is_sample=found["is_sample"],
    )


def availability_on(stored: dict[str, Any], today: date) -> Availability:
    """Ask season and stock for the day of the question; what is not for sale stays so."""
    if stored["card"]["availability"] == "not_for_sale":
        return "not_for_sale"
    if not stored["season"] >> (today.month - 1) & 1:
        return "out_of_season"
    return "in_stock" if stored["free"] > 0 else "sold_out"


def card_from_stored(stored: dict[str, Any], today: date, behind: Mapping[int, Badge | None] | None = None) -> ProductCard:
    """Build the card of one hit; `behind` has the badges of products that the index does not know yet."""
    card = stored["card"]
    badge = behind[card["id"]] if behind and card["id"] in behind else _badge(stored, today)
    reported = card["reported"]
    price = card["price"]
    return ProductCard(
        **{
            **card,
            "price": None if price is None else Decimal(price),
            "picture": picture_from_json(card["picture"]),
            "badge": badge,
            "reported": ReportedStars(**reported) if reported and badge is None else None,
            "availability": availability_on(stored, today),
        }
    )
