"""What is to be paid for an order, and what arrived."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How a buyer pays."""

    CASH_ON_DELIVERY = "cash_on_delivery", _("Cash on delivery")
    VIETQR = "vietqr", _("Bank transfer by VietQR")
    CARD = "card", _("Card (Visa, Mastercard, JCB …)")


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
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    cancelled_amount = models.DecimalField(_("no longer due"), max_digits=12, decimal_places=0, default=0)
    reference = models.CharField(_("transfer code"), max_length=25, unique=True)
    provider_id = models.CharField(_("the provider's number"), max_length=100, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(method__in=["cash_on_delivery", "vietqr", "card"]), name="payment_method_known"),
            models.CheckConstraint(
                condition=Q(state__in=["awaited", "on_delivery", "paid", "cancelled", "paid_late"]), name="payment_state_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(cancelled_amount__gte=0, cancelled_amount__lte=F("amount")), name="payment_cancelled_within_amount"
            ),
            models.CheckConstraint(condition=~Q(state__in=["paid", "paid_late"]) | Q(paid_at__isnull=False), name="payment_paid_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def due(self) -> Decimal:
        """What is to be paid for what has not been cancelled."""
        return self.amount - self.cancelled_amount


class Refund(models.Model):
    """Money that goes back to a buyer: asked for when goods are cancelled after they were paid, then sent, then done."""

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", _("to be paid back")
        SENT = "sent", _("handed to the bank")
        DONE = "done", _("paid back")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(_("what it undoes"), max_length=40, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    provider_id = models.CharField(_("the bank's number"), max_length=100, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["asked", "sent", "done"]), name="refund_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="refund_done_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class Dispute(models.Model):
    """A buyer's bank takes a card payment back and asks for proof; shown to officers, decided at the provider."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider_id = models.CharField(_("the provider's number"), max_length=100, unique=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")

    def __str__(self) -> str:
        return self.provider_id


class PaymentEvent(models.Model):
    """Money that arrived, as told by a bank or a carrier. Append-only; its id makes a doubled message harmless."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    event_id = models.CharField(_("id of the message"), max_length=100, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("arrival of money")
        verbose_name_plural = _("arrivals of money")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_event_amount")]

    def __str__(self) -> str:
        return self.event_id
