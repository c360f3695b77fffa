"""A voucher of the demo shop, for trying: code CHAOCHO, a tenth off what invented makers make."""

from datetime import timedelta

from catalog.lib import clock
from catalog.products.models import Listing
from marketplace.forks.discounts import make_voucher

CODE = "CHAOCHO"


def load() -> None:
    """Make the voucher, valid for a year from the day of loading."""
    now = clock.now()
    make_voucher(
        code=CODE,
        name="Chào chợ (mẫu)",
        percent=10,
        product_ids=list(Listing.objects.filter(maker__is_sample=True).values_list("product_id", flat=True)),
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=365),
    )
