"""Order numbers that nobody can guess."""

import secrets
from typing import Any

from oscar.apps.order import utils

# Crockford's base 32 without letters that are misread over the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class OrderNumberGenerator:
    """Replaces Oscar's `100000 + basket id`, which tells how many orders there are and what the next one is called."""

    def order_number(self, basket: Any = None) -> str:
        """Give twelve random characters, about 59 bits."""
        return "".join(secrets.choice(ALPHABET) for _ in range(12))


class OrderCreator(utils.OrderCreator):
    """Oscar's order creator; stock is taken by our conditional `StockRecord.allocate`."""
