"""Read orders for their page, for mails, and for people who lost their link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from catalog.lib import clock
from catalog.lib.codes import plain_code
from catalog.lib.money import format_minor
from catalog.products.cards import Picture
from catalog.products.pictures import pictures_for_listings
from catalog.products.selectors import place_name, producer_name, product_url, text_for
from catalog.rates.models import ExchangeRate
from marketplace.accounts.phones import parse_mobile
from marketplace.forks.shop import Order
from marketplace.orders.digests import digest
from marketplace.orders.errors import TooManyLookups
from marketplace.orders.links import order_link
from marketplace.orders.models import LineFacts, LookupAttempt, OrderContact, Parcel, ParcelMove, Reservation
from marketplace.orders.states import PARCEL_MOVES
from marketplace.payments.currencies import charged_for
from marketplace.payments.gateway import Transfer
from marketplace.payments.methods import gateway_for
from marketplace.payments.models import Payment, Refund
from marketplace.payments.states import may_move

By = ParcelMove.By
LOOKUP_WINDOW = timedelta(hours=1)
MOST_LOOKUPS_PER_NETWORK = 20
MOST_LOOKUPS_PER_NUMBER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One product of an order, at the price it was sold for."""

    title: str
    language: str
    url: str
    picture: Picture | None
    quantity: int
    unit_price: Decimal
    discount: Decimal
    vat_percent: Decimal

    @property
    def price(self) -> Decimal:
        """Pieces times price, less the discount."""
        return self.unit_price * self.quantity - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderParcel:
    """What one producer sends."""

    id: int
    producer_id: int
    producer_name: str
    producer_url: str
    producer_phone: str
    producer_email: str
    state: str
    state_name: str
    lines: list[OrderLine]
    goods: Decimal
    shipping: Decimal
    grams: int
    is_chilled: bool
    is_fragile: bool
    earliest_on: date
    latest_on: date
    tracking: str
    can_be_cancelled: bool
    ending: str
    """Why it ended: `expired`, `buyer`, `producer`, `department`, `refused`; empty while it lives."""

    @property
    def due(self) -> Decimal:
        """Goods and shipping: what a carrier collects for this parcel."""
        return self.goods + self.shipping


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefund:
    """Money on its way back to the buyer; `by_hand`: by bank transfer, not the way it came."""

    amount: Decimal
    state: str
    by_hand: bool
    done_at: datetime | None
    charged: str
    """What it is on a card that was charged in another currency; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """An order as its buyer sees it. `state`: waiting, ordered, cancelled; `ending` as of its parcels, `mixed` where they differ."""

    number: str
    spaced_number: str
    placed_at: datetime
    state: str
    expires_at: datetime | None
    parcels: list[OrderParcel]
    goods: Decimal
    shipping: Decimal
    total: Decimal
    due: Decimal
    vat: Decimal
    payment: Payment
    method_name: str
    waiting_title: str
    waiting_template: str
    ending: str
    arrived: Decimal
    paid: Decimal
    """What the buyer has paid, to the shop or at the door."""
    to_pay: Decimal
    """What is still to come from the buyer."""
    refunds: list[OrderRefund]
    transfer: Transfer | None
    charged: str
    """What a card is charged where that is not đồng, such as `10,23 USD`; else empty."""
    rate: ExchangeRate | None
    contact: OrderContact
    phone: str
    province: str

    @property
    def stage(self) -> str:
        """How far what is still to come has come: `arrived`, `on_the_way`, else `placed`."""
        states = {parcel.state for parcel in self.parcels} - {Parcel.State.CANCELLED, Parcel.State.REFUSED}
        if not states or states - {Parcel.State.SENT, Parcel.State.DELIVERED}:
            return "placed"
        return "on_the_way" if Parcel.State.SENT in states else "arrived"


def spaced(number: str) -> str:
    """Write a number in groups of four, to be read aloud."""
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))


def _line(facts: LineFacts, language: str, pictures: dict[int, list[Picture]]) -> OrderLine:
    text = text_for(facts.listing.texts.all(), language)
    return OrderLine(
        title=text.title,
        language=text.language,
        url=product_url(text, language),
        picture=next(iter(pictures.get(facts.listing_id, [])), None),
        quantity=facts.quantity,
        unit_price=facts.unit_price,
        discount=facts.discount,
        vat_percent=facts.vat_percent,
    )


def _parcel(parcel: Parcel, language: str, pictures: dict[int, list[Picture]]) -> OrderParcel:
    name, url = producer_name(parcel.producer, language)
    return OrderParcel(
        id=parcel.pk,
        producer_id=parcel.producer_id,
        producer_name=name,
        producer_url=url,
        producer_phone=parcel.producer.phone,
        producer_email=parcel.producer.email,
        state=parcel.state,
        state_name=parcel.get_state_display(),
        lines=[_line(facts, language, pictures) for facts in parcel.lines.all()],
        goods=parcel.goods_price,
        shipping=parcel.shipping_price,
        grams=parcel.grams,
        is_chilled=parcel.is_chilled,
        is_fragile=parcel.is_fragile,
        earliest_on=parcel.earliest_on,
        latest_on=parcel.latest_on,
        tracking=parcel.tracking,
        can_be_cancelled=may_move(PARCEL_MOVES, parcel.state, Parcel.State.CANCELLED, ParcelMove.By.BUYER),
        ending=_ending(parcel),
    )


_ENDINGS = {By.SYSTEM: "expired", By.BUYER: "buyer", By.PRODUCER: "producer", By.OFFICER: "department"}


def _ending(parcel: Parcel) -> str:
    """Say by whose doing a parcel ended; parcels of before their moves were recorded say nothing."""
    if parcel.state == Parcel.State.REFUSED:
        return "refused"
    if parcel.state != Parcel.State.CANCELLED:
        return ""
    last = next((move for move in parcel.moves.all() if move.after == parcel.state), None)
    return _ENDINGS[By(last.by)] if last else ""


def _refunds(payment: Payment) -> list[OrderRefund]:
    card = gateway_for(payment.method).pays_back_from
    is_own = gateway_for(payment.method).has_pay_page
    return [
        OrderRefund(
            amount=one.amount,
            state=one.state,
            by_hand=not (is_own and one.source == card),
            done_at=one.done_at,
            charged=format_minor(one.foreign_minor, payment.currency) if one.foreign_minor else "",
        )
        for one in payment.refunds.exclude(state=Refund.State.FAILED).order_by("pk")
    ]


def _charged(payment: Payment) -> str:
    if payment.foreign_minor is None:
        return ""
    part = charged_for(payment, payment.due if payment.state == Payment.State.AWAITED else payment.amount)
    return format_minor(part.minor, part.currency)


def _paid_and_due(payment: Payment, parcels: list[Parcel], arrived: Decimal) -> tuple[Decimal, Decimal]:
    """Give what the buyer has paid and what is still to come.

    Cash is paid parcel by parcel at the door, long before the carrier's transfer brings it to the shop.
    """
    paid = arrived
    if gateway_for(payment.method).holds_for is None:
        delivered = (one.goods_price + one.shipping_price for one in parcels if one.state == Parcel.State.DELIVERED)
        paid = max(arrived, sum(delivered, Decimal(0)))
    is_open = payment.state in (Payment.State.AWAITED, Payment.State.ON_DELIVERY)
    return paid, max(payment.due - paid, Decimal(0)) if is_open else Decimal(0)


_STATES = {Reservation.State.HELD: "waiting", Reservation.State.KEPT: "ordered", Reservation.State.RELEASED: "cancelled"}


def order_page(order: Any, *, language: str) -> OrderPage:
    """Read all that the page of an order shows."""
    parcels = list(
        Parcel.objects.filter(order=order)
        .select_related("producer")
        .prefetch_related("producer__texts", "lines__listing__texts", "moves")
        .order_by("pk")
    )
    facts = [line for parcel in parcels for line in parcel.lines.all()]
    pictures = pictures_for_listings([line.listing_id for line in facts], language)
    payment = Payment.objects.select_related("rate").get(order=order)
    reservation = Reservation.objects.get(order=order)
    contact = OrderContact.objects.prefetch_related("province__texts").get(order=order)
    state = _STATES[Reservation.State(reservation.state)]
    gateway = gateway_for(payment.method)
    arrived = sum((event.amount for event in payment.events.all()), Decimal(0))
    paid, to_pay = _paid_and_due(payment, parcels, arrived)
    transfer = gateway.transfer(reference=payment.reference, amount=to_pay) if to_pay else None
    endings = {_ending(parcel) for parcel in parcels}
    return OrderPage(
        number=order.number,
        spaced_number=spaced(order.number),
        placed_at=order.date_placed,
        state=state,
        expires_at=reservation.expires_at,
        parcels=[_parcel(parcel, language, pictures) for parcel in parcels],
        goods=sum((parcel.goods_price for parcel in parcels), Decimal(0)),
        shipping=sum((parcel.shipping_price for parcel in parcels), Decimal(0)),
        total=payment.amount,
        due=payment.due,
        vat=sum((line.vat_amount for line in facts), Decimal(0)),
        payment=payment,
        method_name=str(gateway.name),
        waiting_title=str(gateway.waiting_title) if state == "waiting" else "",
        waiting_template=gateway.waiting_template if state == "waiting" else "",
        ending=endings.pop() if len(endings) == 1 else "mixed",
        arrived=arrived,
        paid=paid,
        to_pay=to_pay,
        refunds=_refunds(payment),
        transfer=transfer if state == "waiting" else None,
        charged=_charged(payment),
        rate=payment.rate,
        contact=contact,
        phone=masked(contact.phone),
        province=place_name(contact.province, language),
    )


def masked(phone: str) -> str:
    """Show the last three digits of a number alone."""
    return f"••• ••• {phone[-3:]}" if phone else ""


def find_lost_order(*, number: str, phone: str, network: str) -> Any | None:
    """Give the order of a number and a phone that belong together, or none; which of the two was wrong is not told.

    Raises:
        TooManyLookups: this network, or anybody for this number, has tried too often within the hour.
    """
    clean = plain_code(number)
    since = clock.now() - LOOKUP_WINDOW
    LookupAttempt.objects.filter(at__lt=since).delete()
    keys = {"network_key": digest("network", network), "number_key": digest("number", clean)}
    recent = LookupAttempt.objects.filter(at__gte=since)
    if recent.filter(network_key=keys["network_key"]).count() >= MOST_LOOKUPS_PER_NETWORK:
        raise TooManyLookups
    if recent.filter(number_key=keys["number_key"]).count() >= MOST_LOOKUPS_PER_NUMBER:
        raise TooManyLookups
    LookupAttempt.objects.create(**keys)
    mobile = parse_mobile(phone)
    return Order.objects.filter(number=clean, contact__phone=mobile).first() if mobile else None


def orders_of(user: Any) -> Any:
    """Give a person's own orders, newest first."""
    return Order.objects.filter(user_id=user.pk).order_by("-date_placed", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order in a list."""

    number: str
    spaced_number: str
    placed_at: datetime
    total: Decimal
    state: str
    url: str
    titles: list[str]


def order_rows(orders: list[Any], language: str) -> list[OrderRow]:
    """Read orders for a list, in a fixed number of queries."""
    ids = [order.pk for order in orders]
    facts = LineFacts.objects.filter(line__order_id__in=ids).select_related("line").prefetch_related("listing__texts").order_by("pk")
    titles: dict[int, list[str]] = {}
    for fact in facts:
        titles.setdefault(fact.line.order_id, []).append(text_for(fact.listing.texts.all(), language).title)
    states = dict(Reservation.objects.filter(order_id__in=ids).values_list("order_id", "state"))
    amounts = dict(Payment.objects.filter(order_id__in=ids).values_list("order_id", "amount"))
    return [
        OrderRow(
            number=order.number,
            spaced_number=spaced(order.number),
            placed_at=order.date_placed,
            total=amounts.get(order.pk, order.total_incl_tax),
            state=_STATES[Reservation.State(states[order.pk])],
            url=order_link(order.number, language),
            titles=titles.get(order.pk, []),
        )
        for order in orders
        if order.pk in states
    ]
