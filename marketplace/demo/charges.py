"""The commission of the demo shop."""

from datetime import date
from decimal import Decimal

from marketplace.ledger.models import CommissionRate


def load() -> None:
    """Put an illustrative commission on file."""
    values = {"percent": Decimal(5), "source": "Mức minh họa của cửa hàng mẫu"}
    CommissionRate.objects.get_or_create(valid_from=date(2026, 1, 1), defaults=values)
