"""What we know of an order beyond Oscar's own tables.

Money and goods stand in tables that are kept; names, phones and addresses stand in `OrderContact` alone, which can be
emptied while everything else stays.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.models import Listing
from marketplace.delivery.models import Zone
from marketplace.ledger.charges import Charges, Supply
from marketplace.ledger.models import Destination, Nature, Residence


class Reservation(models.Model):
    """The stock that an order holds. It is the order's state: held until paid or expired, kept, or released."""

    class State(models.TextChoices):
        """What became of the stock."""

        HELD = "held", _("waiting for the money")
        KEPT = "kept", _("ordered")
        RELEASED = "released", _("cancelled")

    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="reservation")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Keyed digests, never the number or the address itself: enough to count, of no use to a thief. Emptied on erasure.
    phone_key = models.CharField(max_length=32, blank=True, db_index=True)
    network_key = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["held", "kept", "released"]), name="reservation_state_known"),
            models.CheckConstraint(condition=~Q(state="held") | Q(expires_at__isnull=False), name="reservation_held_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"


class CheckoutToken(models.Model):
    """One filled-in checkout page. Its uniqueness makes a second press land on the order of the first."""

    token = models.CharField(max_length=64, unique=True)
    # Keyed digest of the visitor's session: whoever else knows the token is shown nothing.
    holder = models.CharField(max_length=32, blank=True)
    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="checkout_token", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class Parcel(models.Model):
    """The part of an order that one producer sends. Amounts in đồng, VAT included; weight in grams."""

    class State(models.TextChoices):
        """How far the parcel has come."""

        WAITING = "waiting", _("waiting for the money")
        ORDERED = "ordered", _("ordered, waiting for the producer")
        CONFIRMED = "confirmed", _("being packed")
        SENT = "sent", _("on the way")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("not accepted, on its way back")

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="parcels")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="parcels", verbose_name=_("producer"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    zone = models.CharField(_("zone"), max_length=15, choices=Zone.choices)
    grams = models.PositiveIntegerField(_("weight, g"))
    is_chilled = models.BooleanField(_("chilled"), default=False)
    is_fragile = models.BooleanField(_("fragile"), default=False)
    goods_price = models.DecimalField(_("goods"), max_digits=12, decimal_places=0)
    shipping_price = models.DecimalField(_("shipping"), max_digits=12, decimal_places=0)
    earliest_on = models.DateField(_("arrives from"))
    latest_on = models.DateField(_("arrives by"))
    tracking = models.CharField(_("tracking code"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "producer"], name="parcel_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "ordered", "confirmed", "sent", "delivered", "cancelled", "refused"]),
                name="parcel_state_known",
            ),
            models.CheckConstraint(condition=Q(goods_price__gt=0, shipping_price__gte=0), name="parcel_prices"),
            models.CheckConstraint(condition=Q(latest_on__gte=F("earliest_on")), name="parcel_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.pk}"


class ParcelMove(models.Model):
    """One step in the life of a parcel: from where to where, when, and who moved it. Append-only."""

    class By(models.TextChoices):
        """In what role somebody moved it."""

        SYSTEM = "system", _("the shop")
        BUYER = "buyer", _("the buyer")
        PRODUCER = "producer", _("the producer")
        OFFICER = "officer", _("the department")

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(_("from"), max_length=10, blank=True)
    after = models.CharField(_("to"), max_length=10)
    by = models.CharField(_("moved by"), max_length=10, choices=By.choices)
    actor_id = models.BigIntegerField(_("account"), null=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(by__in=["system", "buyer", "producer", "officer"]), name="parcel_move_by_known"),
            # A parcel comes to a state once: the machine has no way back, and two who move it at once cannot both be written.
            models.UniqueConstraint(fields=["parcel", "after"], name="parcel_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.before} → {self.after}"


class ReservationMove(models.Model):
    """One step of what an order's stock came to: from where to where, when, and who moved it. Append-only."""

    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(_("from"), max_length=10, blank=True)
    after = models.CharField(_("to"), max_length=10)
    by = models.CharField(_("moved by"), max_length=10, choices=ParcelMove.By.choices)
    actor_id = models.BigIntegerField(_("account"), null=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(by__in=["system", "buyer", "producer", "officer"]), name="reservation_move_by_known"),
            models.UniqueConstraint(fields=["reservation", "after"], name="reservation_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reservation_id}: {self.before} → {self.after}"


class LineFacts(models.Model):
    """What was true of an order line when it was sold; frozen."""

    line = models.OneToOneField("order.Line", on_delete=models.PROTECT, related_name="facts")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="lines")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(Producer, on_delete=models.PROTECT, null=True, related_name="+")
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=0)
    discount = models.DecimalField(_("discount"), max_digits=12, decimal_places=0, default=0)
    quantity = models.PositiveIntegerField(_("pieces"))
    vat_percent = models.DecimalField(_("VAT, percent"), max_digits=4, decimal_places=2)
    vat_amount = models.DecimalField(_("VAT in the price"), max_digits=12, decimal_places=0)
    # What is taken off for the shop and the state, by the rates of the day of sale: a later return undoes exactly this.
    commission = models.DecimalField(_("commission"), max_digits=12, decimal_places=0, default=0)
    withheld_vat = models.DecimalField(_("VAT withheld"), max_digits=12, decimal_places=0, default=0)
    withheld_income = models.DecimalField(_("income tax withheld"), max_digits=12, decimal_places=0, default=0)
    # On what supply tax was withheld; empty where the producer declares its taxes itself.
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, blank=True)
    residence = models.CharField(_("tax residence"), max_length=12, choices=Residence.choices, blank=True)
    destination = models.CharField(_("destination"), max_length=8, choices=Destination.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unit_price__gt=0, quantity__gt=0), name="line_facts_positive"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lt=F("unit_price") * F("quantity")), name="line_facts_discount"),
            models.CheckConstraint(condition=Q(vat_percent__gte=0, vat_percent__lte=100, vat_amount__gte=0), name="line_facts_vat"),
            models.CheckConstraint(
                condition=Q(nature="", residence="", destination="")
                | Q(
                    nature__in=["goods", "service", "transport", "unknown"],
                    residence__in=["resident", "non_resident"],
                    destination__in=["home", "export"],
                ),
                name="line_facts_supply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}"

    @property
    def price(self) -> Decimal:
        """What the buyer paid for the line: pieces times price, less the discount."""
        return self.unit_price * self.quantity - self.discount

    @property
    def charges(self) -> Charges:
        """What is taken off the price, as it was frozen."""
        return Charges(
            goods=self.price,
            commission=self.commission,
            withheld_vat=self.withheld_vat,
            withheld_income=self.withheld_income,
            withheld_as=Supply(nature=self.nature, residence=self.residence, destination=self.destination) if self.nature else None,
        )


def supply_facts(charges: Charges) -> dict[str, str]:
    """Give the fields of `LineFacts` that say on what supply tax is withheld."""
    supply = charges.withheld_as
    return {"nature": supply.nature, "residence": supply.residence, "destination": supply.destination} if supply else {}


class OrderContact(models.Model):
    """Who receives an order, and where: the only place of an order's personal data. Erasing empties it and says when."""

    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("mobile number"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    province = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("province or city"))
    commune = models.CharField(_("ward or commune"), max_length=80, blank=True)
    street = models.CharField(_("house number and street"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    tax_code = models.CharField(_("tax code for the invoice"), max_length=14, blank=True)
    language = models.CharField(_("language"), max_length=2)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(name="") & ~Q(phone="") & ~Q(street="")
                | Q(erased_at__isnull=False, name="", phone="", email="", commune="", street="", note="", tax_code=""),
                name="order_contact_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}"


class SentNotice(models.Model):
    """A message that has been handed over, by a key such as `buyer:12`; a job that runs twice sends once.

    `claimed_until` is set while somebody is sending it. A claim that has run out is of a process that died: another may take it.
    """

    key = models.CharField(max_length=60, unique=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class LookupAttempt(models.Model):
    """A try to find an order by number and phone, counted by network and by number (keyed digests); kept for an hour."""

    network_key = models.CharField(max_length=32, db_index=True)
    number_key = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class CashLimit(models.Model):
    """How far the shop goes with cash on delivery, from a day on until the next row begins. Amounts in whole đồng.

    A parcel refused costs its way there and back: who refuses often pays first.
    """

    most_of_parcel = models.DecimalField(_("a parcel, at most"), max_digits=12, decimal_places=0)
    most_open_orders = models.PositiveSmallIntegerField(_("orders not paid yet, at most"))
    most_open_amount = models.DecimalField(_("not paid yet in all, at most"), max_digits=12, decimal_places=0)
    most_refused = models.PositiveSmallIntegerField(_("parcels not accepted, at most"))
    refused_within_days = models.PositiveSmallIntegerField(_("counted for so many days"))
    valid_from = models.DateField(_("in force from"), unique=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("limit of cash on delivery")
        verbose_name_plural = _("limits of cash on delivery")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_of_parcel__gte=0, most_open_orders__gte=1, most_open_amount__gte=0, refused_within_days__gte=1),
                name="cash_limit_amounts",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="cash_limit_source"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"
