"""Complaints: what is wrong with which pieces, who answered what, and when. Money follows in payments and ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.lib.private_files import private_storage
from marketplace.orders.models import LineFacts, Parcel, ParcelMove


class ComplaintTerm(models.Model):
    """How long a buyer may complain and how soon the seller must answer, during a time."""

    days_to_file = models.PositiveSmallIntegerField(_("days to complain"))
    working_days_to_answer = models.PositiveSmallIntegerField(_("working days to answer"))
    valid_from = models.DateField(_("in force from"), unique=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("term of complaints")
        verbose_name_plural = _("terms of complaints")
        constraints = [models.CheckConstraint(condition=Q(days_to_file__gt=0, working_days_to_answer__gt=0), name="complaint_term_days")]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class Complaint(models.Model):
    """One complaint about one parcel. `text`, `answer` (the seller's) and `decision` are people's words: erasing empties them, the money stays."""

    class Reason(models.TextChoices):
        """What is wrong."""

        MISSING = "missing", _("Something is missing")
        WRONG = "wrong", _("I got another thing")
        DAMAGED = "damaged", _("It arrived broken")
        SPOILED = "spoiled", _("It is spoiled or past its date")
        NOT_AS_TOLD = "not_as_told", _("It is not as described")
        NOT_ARRIVED = "not_arrived", _("It has not arrived")

    class State(models.TextChoices):
        """How far it has come (docs/algorithms/complaints.md)."""

        OPEN = "open", _("waiting for the producer")
        DECLINED = "declined", _("declined by the producer")
        ESCALATED = "escalated", _("with the department")
        ACCEPTED = "accepted", _("accepted, the money goes back")
        REJECTED = "rejected", _("rejected by the department")
        WITHDRAWN = "withdrawn", _("withdrawn")

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="complaints", verbose_name=_("parcel"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    text = models.CharField(_("what happened"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    filed_at = models.DateTimeField(_("filed at"))
    answer_by = models.DateField(_("to be answered by"))
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    decision = models.CharField(_("the department's reason"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    refund_amount = models.DecimalField(_("goes back"), max_digits=12, decimal_places=0, default=0)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "declined", "escalated", "accepted", "rejected", "withdrawn"]), name="complaint_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "declined", "escalated"], ended_at=None)
                | Q(state__in=["accepted", "rejected", "withdrawn"], ended_at__isnull=False),
                name="complaint_ended_has_time",
            ),
            models.CheckConstraint(condition=Q(refund_amount=0) | Q(state="accepted"), name="complaint_refund_if_accepted"),
            models.UniqueConstraint(
                fields=["parcel"], condition=Q(state__in=["open", "declined", "escalated"]), name="complaint_one_running_a_parcel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.state}"


class ComplaintLine(models.Model):
    """How many pieces of a sold line the complaint is about."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="lines")
    facts = models.ForeignKey(LineFacts, on_delete=models.PROTECT, related_name="complaint_lines")
    pieces = models.PositiveIntegerField(_("pieces"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "facts"], name="complaint_line_unique"),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="complaint_line_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.facts_id} × {self.pieces}"


class ComplaintPhoto(models.Model):
    """A photo that the buyer sent: written anew without its metadata, and only for the people of this complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to="complaints/%Y/%m/")

    def __str__(self) -> str:
        return f"{self.pk}"


class ComplaintMove(models.Model):
    """One step of a complaint. Append-only."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(_("from"), max_length=10, blank=True)
    after = models.CharField(_("to"), max_length=10)
    by = models.CharField(_("moved by"), max_length=10, choices=ParcelMove.By.choices)
    actor_id = models.BigIntegerField(_("account"), null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="complaint_move_moves"),
            models.UniqueConstraint(fields=["complaint", "after"], name="complaint_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.before} → {self.after}"
