"""Place orders: reserve first, pay after (docs/algorithms/orders.md). What becomes of them stands in `settling`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from catalog.forks.partner.models import NotEnoughStock, StockRecord
from catalog.lib import clock
from catalog.lib.locks import hold, writers_turn
from catalog.lib.money import DONG, whole_dong
from catalog.places.models import Place
from catalog.products.selectors import vat_percents_for
from marketplace.accounts.models import ConsentRecord
from marketplace.forks import shop
from marketplace.forks.discounts import VoucherRefused, read_discounts
from marketplace.ledger.charges import RatesInForce, Supply, rates_on
from marketplace.ledger.natures import supplies_of
from marketplace.orders.cash_limits import cash_obstacle
from marketplace.orders.digests import digest
from marketplace.orders.drafts import Draft, DraftLine, DraftParcel, draft_order
from marketplace.orders.errors import (
    CashRefused,
    EmptyBasket,
    NotForSale,
    OutOfStock,
    RateChanged,
    TokenTaken,
    TooManyReservations,
    TotalChanged,
    VoucherEnded,
)
from marketplace.orders.models import (
    CheckoutToken,
    LineFacts,
    OrderContact,
    Parcel,
    ParcelMove,
    Reservation,
    ReservationMove,
    supply_facts,
)
from marketplace.orders.parcels import post_sales_of
from marketplace.orders.stock import take
from marketplace.orders.tasks import send_order_notices
from marketplace.payments.currencies import Quote, quote_in
from marketplace.payments.failpoints import failpoint
from marketplace.payments.methods import gateway_for
from marketplace.payments.references import transfer_code
from marketplace.payments.services import open_payment

WINDOW = timedelta(minutes=30)
MOST_PER_PHONE = 5
MOST_PER_NETWORK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who receives the order; `phone` is E.164."""

    name: str
    phone: str
    province: Place
    commune: str
    street: str
    note: str = ""
    email: str = ""
    tax_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """All that a buyer confirmed by pressing the button."""

    token: str
    basket_id: int
    recipient: Recipient
    method: str
    total_seen: Decimal
    consent_version: str
    language: str
    network: str = ""
    user: AbstractBaseUser | None = None
    holder: str = ""
    # In what a card is charged, and by which row of the rates the buyer saw the amount.
    currency: str = DONG
    rate_seen: int = 0


def order_for_token(token: str, holder: str) -> Any | None:
    """Give the order that a visitor's own checkout page has already become, or none; `holder` is a secret of their session."""
    found = CheckoutToken.objects.filter(token=token, holder=digest("holder", holder)).select_related("order").first()
    return found.order if found else None


def place_order(request: OrderRequest) -> Any:
    """Place an order: stock reserved, parcels, contact, consent and payment written in one transaction.

    The same token always gives the same order, however often and however concurrently it comes.

    Raises:
        EmptyBasket, OutOfStock, NotForSale, TotalChanged, RateChanged, CashRefused, VoucherEnded, TooManyReservations: nothing was changed.
        TokenTaken: the token is another visitor's; nothing was changed.
        UnknownMethod: the shop does not offer that way to pay, or not in that currency.
    """
    try:
        with writers_turn(), transaction.atomic():
            order = _place(request)
        failpoint("placed")
        return order
    except NotEnoughStock as error:
        product_id = StockRecord.objects.values_list("product_id", flat=True).get(pk=error.stockrecord_id)
        raise OutOfStock([product_id]) from error
    except IntegrityError:
        # Another press with the same token was faster: its order is the order. To a stranger it is nobody's.
        placed = order_for_token(request.token, request.holder)
        if placed is not None:
            return placed
        if CheckoutToken.objects.filter(token=request.token).exists():
            raise TokenTaken from None
        raise


def _place(request: OrderRequest) -> Any:
    now = clock.now()
    token = CheckoutToken.objects.create(token=request.token, holder=digest("holder", request.holder))
    failpoint("token")
    keys = _check_limits(request)
    if not shop.close_basket(request.basket_id, now):
        raise EmptyBasket
    failpoint("basket")
    basket, has_vouchers = _basket(request)
    wishes = [(line.product_id, line.quantity) for line in basket.all_lines()]
    discounts = read_discounts(basket)
    draft = draft_order(wishes, destination=request.recipient.province, today=now.date(), discounts=discounts.by_product)
    _check_draft(draft, wishes, request)
    _check_cash(request, draft, now.date())
    number = shop.new_order_number()
    amounts = {"goods": draft.goods, "shipping": draft.shipping}
    order, lines = shop.create_order(basket, has_vouchers=has_vouchers, number=number, user=request.user, **amounts)
    failpoint("order")
    _write_parcels(order, lines, draft, held=gateway_for(request.method).holds_for is not None, day=now.date())
    failpoint("parcels")
    _write_people(order, request)
    failpoint("people")
    _reserve(order, request, keys)
    failpoint("reserved")
    quote = _quote(request, draft.total, now.date())
    open_payment(order_id=order.pk, method=request.method, amount=draft.total, reference=transfer_code(number), quote=quote)
    failpoint("payment")
    CheckoutToken.objects.filter(pk=token.pk).update(order=order)
    send_order_notices.enqueue(order.pk)
    take(lines)  # last: whoever else wants these pieces waits for what is left of this transaction alone
    failpoint("taken")
    return order


def _quote(request: OrderRequest, total: Decimal, day: date) -> Quote | None:
    """Give what the card is charged where it is not đồng: the amount that the buyer saw, by the rate that holds."""
    if request.currency == DONG:
        return None
    quote = quote_in(request.currency, total, day)
    if quote is None or quote.rate.id != request.rate_seen:
        raise RateChanged
    return quote


def _basket(request: OrderRequest) -> tuple[Any, bool]:
    """Read the closed basket, and whether vouchers are on it, with what is given out a limited number of times locked until the order stands."""
    try:
        return shop.basket_to_order(request.basket_id, request.user)
    except VoucherRefused as error:
        raise VoucherEnded from error
    except ValueError as error:
        raise EmptyBasket from error


def _check_limits(request: OrderRequest) -> dict[str, str]:
    """Count what came from this phone and network lately; give both as they are kept."""
    keys = {"phone_key": digest("phone", request.recipient.phone), "network_key": digest("network", request.network)}
    account = f"buyer-{request.user.pk}" if request.user else ""
    hold(*(key for key in (*keys.values(), account) if key))  # else many at once all count too few
    recent = Reservation.objects.filter(created_at__gte=clock.now() - WINDOW).exclude(state=Reservation.State.RELEASED)
    counts = {name: Count("pk", filter=Q(**{name: key})) for name, key in keys.items()}
    found = recent.filter(Q(phone_key=keys["phone_key"]) | Q(network_key=keys["network_key"])).aggregate(**counts)
    limits = {"phone_key": MOST_PER_PHONE, "network_key": MOST_PER_NETWORK}
    if any(key and found[name] >= limits[name] for name, key in keys.items()):
        raise TooManyReservations
    return keys


def _check_draft(draft: Draft, wishes: list[tuple[int, int]], request: OrderRequest) -> None:
    """Refuse what cannot be bought, then what the buyer has not seen."""
    missing = {product_id for product_id, _quantity in wishes} - {line.listing.product_id for line in draft.lines}
    blocked = [line for line in draft.problems if line.problem not in ("sold_out", "too_few")]
    if missing or blocked:
        raise NotForSale([*missing, *(line.listing.product_id for line in blocked)])
    if draft.problems:
        raise OutOfStock([line.listing.product_id for line in draft.problems])
    if draft.total != request.total_seen:
        raise TotalChanged


def _check_cash(request: OrderRequest, draft: Draft, day: date) -> None:
    """Refuse cash where it goes too far; the locks of `_check_limits` stand, so that two orders at once do not both count too little."""
    if gateway_for(request.method).holds_for is not None:
        return
    obstacle = cash_obstacle(parcels=draft.parcel_prices, phone=request.recipient.phone, user=request.user, day=day)
    if obstacle:
        raise CashRefused(obstacle)


def _write_parcels(order: Any, lines: list[Any], draft: Draft, *, held: bool, day: date) -> None:
    by_product = {line.product_id: line for line in lines}
    if sum(line.line_price_incl_tax for line in lines) != draft.goods:
        raise TotalChanged
    state = Parcel.State.WAITING if held else Parcel.State.ORDERED
    parcels = Parcel.objects.bulk_create(_parcel(order, part, state) for part in draft.parcels)
    ParcelMove.objects.bulk_create(ParcelMove(parcel=one, after=state, by=ParcelMove.By.SYSTEM, reason="placed") for one in parcels)
    rules = _Rules.read(draft, day)
    pairs = zip(parcels, draft.parcels, strict=True)
    facts = [_facts(by_product[line.listing.product_id], parcel, line, rules) for parcel, part in pairs for line in part.lines]
    LineFacts.objects.bulk_create(facts)
    if not held:
        post_sales_of(parcels, facts)


def _parcel(order: Any, part: DraftParcel, state: str) -> Parcel:
    assert part.quote is not None  # noqa: S101  # a draft with a destination always has one
    return Parcel(
        order=order,
        producer=part.producer,
        state=state,
        zone=part.quote.zone,
        grams=part.quote.grams,
        is_chilled=part.is_chilled,
        is_fragile=part.is_fragile,
        goods_price=part.goods,
        shipping_price=part.quote.price,
        earliest_on=part.quote.earliest_on,
        latest_on=part.quote.latest_on,
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is frozen on the lines of an order, read once for all of them."""

    vat: dict[str, Decimal]
    rates: RatesInForce
    supplies: dict[int, Supply]

    @classmethod
    def read(cls, draft: Draft, day: date) -> _Rules:
        listings = [line.listing for line in draft.lines]
        vat = vat_percents_for({listing.vat_class for listing in listings}, day)
        return cls(vat, rates_on(day), supplies_of(listings, day=day))


def _facts(order_line: Any, parcel: Parcel, line: DraftLine, rules: _Rules) -> LineFacts:
    percent = rules.vat[line.listing.vat_class]
    charges = rules.rates.charges(line.price, producer_kind=line.listing.seller.kind, supply=rules.supplies[line.listing.pk])
    return LineFacts(
        line=order_line,
        parcel=parcel,
        listing=line.listing,
        maker_id=line.listing.maker_id,
        unit_price=line.unit_price,
        discount=line.discount,
        quantity=line.quantity,
        vat_percent=percent,
        vat_amount=whole_dong(line.price * percent / (100 + percent)),
        commission=charges.commission,
        withheld_vat=charges.withheld_vat,
        withheld_income=charges.withheld_income,
        **supply_facts(charges),
    )


def _write_people(order: Any, request: OrderRequest) -> None:
    who = request.recipient
    OrderContact.objects.create(
        order=order,
        name=who.name,
        phone=who.phone,
        email=who.email,
        province=who.province,
        commune=who.commune,
        street=who.street,
        note=who.note,
        tax_code=who.tax_code,
        language=request.language,
    )
    ConsentRecord.objects.create(
        order=order,
        user_id=request.user.pk if request.user else None,
        purpose=ConsentRecord.Purpose.ORDER,
        text_version=request.consent_version,
        language=request.language,
    )


def _reserve(order: Any, request: OrderRequest, keys: dict[str, str]) -> None:
    holds_for = gateway_for(request.method).holds_for
    state = Reservation.State.HELD if holds_for else Reservation.State.KEPT
    reservation = Reservation.objects.create(
        order=order,
        state=state,
        expires_at=clock.now() + holds_for if holds_for else None,
        **keys,
    )
    ReservationMove.objects.create(reservation=reservation, after=state, by=ParcelMove.By.SYSTEM, reason="placed")
