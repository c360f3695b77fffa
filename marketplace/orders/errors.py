"""What can go wrong while ordering. Each says what could not be done; nothing was changed."""

from __future__ import annotations


class UnableToOrder(Exception):
    """The order could not be placed."""


class EmptyBasket(UnableToOrder):
    """There is nothing to order."""


class OutOfStock(UnableToOrder):
    """A product is sold out, or fewer pieces are left than asked for; a smaller number may help."""

    def __init__(self, product_ids: list[int]) -> None:
        self.product_ids = product_ids
        super().__init__(f"Out of stock: {product_ids}")


class NotForSale(UnableToOrder):
    """A product may not be bought now: out of season, withheld, its seller not verified, or not sent to that province."""

    def __init__(self, product_ids: list[int]) -> None:
        self.product_ids = product_ids
        super().__init__(f"Not for sale: {product_ids}")


class TotalChanged(UnableToOrder):
    """A price or a rate changed since the buyer saw the total; it must be shown and confirmed again."""


class VoucherEnded(UnableToOrder):
    """A voucher on the basket has been used up or has ended since the buyer saw the total; the order must be shown again."""


class TooManyReservations(UnableToOrder):
    """This phone or network has placed many orders within half an hour; waiting helps."""


class TokenTaken(UnableToOrder):
    """The checkout page was another visitor's; a fresh look at one's own basket helps."""


class TooManyLookups(Exception):
    """This network has asked for many orders within an hour; waiting helps."""


class UnableToMove(Exception):
    """A parcel cannot go that way, or not by this person; nothing was changed, and trying again does not help."""


class CashRefused(Exception):
    """The order may not be paid on delivery; `reason` says why (`cash_limits`). Nothing was changed, and another way to pay helps."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RateChanged(Exception):
    """Another rate holds than the one that the page showed, or none any more; nothing was changed, and another look helps."""


class LimitRefused(Exception):
    """A limit makes no sense, or comes too late; nothing was changed, and the message says what to mend."""


class MoneyWentBack(UnableToMove):
    """A parcel cannot end: a complaint about it was accepted, so its money went back, and ending it would count the goods twice."""


class DisputeMoved(Exception):
    """The dispute is not lost, or somebody has decided about it meanwhile; nothing was changed."""


class NothingToBear(Exception):
    """The decision gives no reason, or names no parcel for which a producer is owed anything; nothing was changed."""


class NotYourDuty(Exception):
    """The person does not hold the duty for it; nothing was changed."""
