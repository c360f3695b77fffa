"""The visitor's basket as Oscar's middleware finds it, without its prices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from oscar.apps.basket.middleware import BasketMiddleware


class PlainBasketMiddleware(BasketMiddleware):
    """Leaves offers to `discounts`, which applies them where a price is shown or an order is placed: not to every page with a basket."""

    def apply_offers_to_basket(self, request: HttpRequest, basket: Any) -> None:
        """Apply none."""
