"""Oscar's partner models, with a stock record that cannot be oversold."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from oscar.apps.partner.abstract_models import AbstractStockRecord

from catalog.forks.partner.signals import stock_saved


class NotEnoughStock(Exception):
    """The stock record has fewer free pieces than asked for; nothing was taken."""

    def __init__(self, stockrecord_id: int) -> None:
        self.stockrecord_id = stockrecord_id
        super().__init__(f"Stock record {stockrecord_id} has not enough free pieces")


class StockRecord(AbstractStockRecord):
    """Takes stock by a conditional UPDATE, where Oscar's is unconditional and oversells."""

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Announce it, whoever saves: what is taken by an UPDATE is announced by the order that takes it."""
        super().save(*args, **kwargs)
        stock_saved.send(sender=type(self), product_ids=[self.product_id])

    def allocate(self, quantity: int) -> None:
        """Take `quantity` pieces if they are free.

        The condition stands in the UPDATE itself, so that two buyers at once cannot both see the last piece.

        Raises:
            NotEnoughStock: fewer pieces are free; nothing was taken.
        """
        taken = (
            type(self)
            .objects.annotate(free=F("num_in_stock") - Coalesce(F("num_allocated"), 0))
            .filter(pk=self.pk, free__gte=quantity)
            .update(num_allocated=Coalesce(F("num_allocated"), 0) + quantity)
        )
        if not taken:
            raise NotEnoughStock(self.pk)


from oscar.apps.partner.models import *  # noqa: E402, F403
from oscar.apps.partner.models import Partner  # noqa: E402

__all__ = ["NotEnoughStock", "Partner", "StockRecord"]
