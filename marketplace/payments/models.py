"""What is to be paid for an order, and what arrived."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.lib.money import DONG
from catalog.rates.models import ExchangeRate


class Payment(models.Model):
    """The one payment of an order. It holds amounts and ids, no personal data, so that it can be kept for good."""

    class State(models.TextChoices):
        """How far the money has come."""

        AWAITED = "awaited", _("waiting for the money")
        ON_DELIVERY = "on_delivery", _("to be paid on delivery")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("cancelled")
        PAID_LATE = "paid_late", _("paid after the order had ended")

    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="payment")
    # A code of `methods`; no list of them stands here, so that a new method is a folder and no migration.
    method = models.CharField(_("method"), max_length=20)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    cancelled_amount = models.DecimalField(_("no longer due"), max_digits=12, decimal_places=0, default=0)
    # A card charged in another currency: the whole amount in its minor units and the rate, both frozen at submission.
    currency = models.CharField(_("charged in"), max_length=3, default=DONG)
    foreign_minor = models.BigIntegerField(_("charged, minor units"), null=True, blank=True)
    rate = models.ForeignKey(ExchangeRate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rate"))
    reference = models.CharField(_("transfer code"), max_length=25, unique=True)
    provider_id = models.CharField(_("the provider's number"), max_length=100, blank=True)
    # Errors that the provider answered with when the payment was to be opened: each asks for another key of repetition.
    tries = models.PositiveSmallIntegerField(default=0)
    # As long as it is empty, money may still come through the provider, also after the order has ended.
    closed_at = models.DateTimeField(_("closed at the provider"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=~Q(method=""), name="payment_has_method"),
            models.UniqueConstraint(fields=["provider_id"], condition=~Q(provider_id=""), name="payment_provider_id_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["awaited", "on_delivery", "paid", "cancelled", "paid_late"]), name="payment_state_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(cancelled_amount__gte=0, cancelled_amount__lte=F("amount")), name="payment_cancelled_within_amount"
            ),
            models.CheckConstraint(condition=~Q(state__in=["paid", "paid_late"]) | Q(paid_at__isnull=False), name="payment_paid_has_time"),
            models.CheckConstraint(
                condition=Q(currency=DONG, foreign_minor=None, rate=None)
                | Q(currency__in=["EUR", "USD"], foreign_minor__isnull=False, foreign_minor__gt=0, rate__isnull=False),
                name="payment_currency_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def due(self) -> Decimal:
        """What is to be paid for what has not been cancelled."""
        return self.amount - self.cancelled_amount


class Refund(models.Model):
    """Money that goes back to a buyer: asked for when goods are cancelled after they were paid, then sent, then done or failed.

    `source` is the account of the books that it leaves: money goes back the way it came, as far as that way leads back.
    """

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", _("to be paid back")
        SENT = "sent", _("handed to the bank")
        DONE = "done", _("paid back")
        FAILED = "failed", _("came back")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(_("what it undoes"), max_length=120, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    # What of it is paid back in the payment's own currency, in minor units; none: đồng.
    foreign_minor = models.BigIntegerField(_("paid back, minor units"), null=True, blank=True)
    source = models.CharField(_("account"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    provider_id = models.CharField(_("the bank's number"), max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["asked", "sent", "done", "failed"]), name="refund_state_known"),
            models.UniqueConstraint(fields=["provider_id"], condition=~Q(provider_id=""), name="refund_provider_id_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
            models.CheckConstraint(condition=Q(foreign_minor=None) | Q(foreign_minor__gt=0), name="refund_foreign_amount"),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="refund_done_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Which disputes need somebody."""

    def undecided(self) -> DisputeQuerySet:
        """Give those that are open, and the lost ones that took money for which nobody has decided who bears it."""
        return self.filter(Q(state=Dispute.State.OPEN) | Q(state=Dispute.State.LOST, amount__gt=0, decision=None))

    def holding(self) -> DisputeQuerySet:
        """Give those for which producers' money must wait: a bank that only asks has taken nothing, and holds nothing."""
        return self.undecided().filter(amount__gt=0)

    def taken(self) -> Decimal:
        """Give how much of these banks have now, in đồng: what was won came back."""
        rows = self.filter(state__in=[Dispute.State.OPEN, Dispute.State.LOST])
        return rows.aggregate(total=models.Sum("amount"))["total"] or Decimal(0)


class Dispute(models.Model):
    """A buyer's bank asks about a card payment, or takes it back and asks for proof; shown to officers, decided at the provider."""

    class State(models.TextChoices):
        """How it ended. What is lost may still be won, when the bank changes its mind; what is won stays so."""

        OPEN = "open", _("waits for an answer")
        CLOSED = "closed", _("ended, nothing was taken")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider_id = models.CharField(_("the provider's number"), max_length=100, unique=True)
    # In đồng, at the payment's frozen rate; what was taken is in minor units of `currency`, none: đồng. Zero: an inquiry.
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0, default=0)
    currency = models.CharField(_("currency"), max_length=3, default=DONG)
    foreign_minor = models.BigIntegerField(_("taken, minor units"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "closed", "won", "lost"]), name="dispute_state_known"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(amount=0), name="dispute_closed_took_nothing"),
        ]

    def __str__(self) -> str:
        return self.provider_id

    def is_before(self, state: str, *, has_taken: bool) -> bool:
        """Whether `state` lies further on the way to the end than where it stands: an inquiry, its end, money taken, lost, won.

        An inquiry that has taken money is none: told as closed, it stays open, for somebody to look at.
        """
        if state == self.State.CLOSED and has_taken:
            return False
        return _steps(self.state, has_taken=self.amount > 0) < _steps(state, has_taken=has_taken)


def _steps(state: str, *, has_taken: bool) -> int:
    if state == Dispute.State.OPEN:
        return 2 if has_taken else 0
    return {Dispute.State.CLOSED.value: 1, Dispute.State.LOST.value: 3, Dispute.State.WON.value: 4}[state]


class DisputeDecision(models.Model):
    """Who bears a dispute that was lost: decided once, with the reason. Append-only."""

    class Bearer(models.TextChoices):
        """Whose loss it is."""

        SHOP = "shop", _("the shop")
        MAKER = "maker", _("the producer")

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="decision")
    bearer = models.CharField(_("who bears it"), max_length=10, choices=Bearer.choices)
    # Whole đồng that producers are owed less for it; the rest is the shop's loss.
    borne_amount = models.DecimalField(_("borne by producers"), max_digits=12, decimal_places=0, default=0)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by_id = models.BigIntegerField(_("decided by"))
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("decision about a dispute")
        verbose_name_plural = _("decisions about disputes")
        constraints = [
            models.CheckConstraint(condition=Q(bearer__in=["shop", "maker"]) & ~Q(reason=""), name="dispute_decision_whole"),
            models.CheckConstraint(
                condition=Q(bearer="shop", borne_amount=0) | Q(bearer="maker", borne_amount__gt=0), name="dispute_decision_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.bearer}"


class PaymentEvent(models.Model):
    """Money that arrived, as told by a bank or a carrier. Append-only; its id makes a doubled message harmless."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(_("id of the message"), max_length=100, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    # What it was in the payment's own currency, in minor units; none: đồng.
    foreign_minor = models.BigIntegerField(_("arrived, minor units"), null=True, blank=True)
    source = models.CharField(_("account"), max_length=20)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("arrival of money")
        verbose_name_plural = _("arrivals of money")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_event_amount"),
            models.CheckConstraint(condition=~Q(source=""), name="payment_event_has_source"),
        ]

    def __str__(self) -> str:
        return self.event_id


class PaymentMove(models.Model):
    """One step in the life of a payment, or of one of its refunds: from where to where, when, by whom. Append-only."""

    class By(models.TextChoices):
        """In what role somebody moved it."""

        SYSTEM = "system", _("the shop")
        BUYER = "buyer", _("the buyer")
        OFFICER = "officer", _("the department")
        PROVIDER = "provider", _("the payment provider")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="moves")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, related_name="moves")
    before = models.CharField(_("from"), max_length=12, blank=True)
    after = models.CharField(_("to"), max_length=12)
    by = models.CharField(_("moved by"), max_length=10, choices=By.choices)
    actor_id = models.BigIntegerField(_("account"), null=True)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(by__in=["system", "buyer", "officer", "provider"]), name="payment_move_by_known"),
            # Each comes to a state once: no machine has a way back.
            models.UniqueConstraint(fields=["payment", "after"], condition=Q(refund=None), name="payment_move_once"),
            models.UniqueConstraint(fields=["refund", "after"], name="refund_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.refund_id or ''}: {self.before} → {self.after}"
