"""What every page's template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from marketplace.checkout.selectors import basket_count


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give the shop's name, whether this is the demo, and the pieces in the basket (asked only if the page shows them)."""
    return {
        "shop_name": settings.OSCAR_SHOP_NAME,
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "basket_count": SimpleLazyObject(lambda: basket_count(request)),
    }
