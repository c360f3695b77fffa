"""What came from official sources: the files themselves, runs, every row as received, and people's word about makers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.certification.models import Award, IssuingBody
from catalog.lib.private_files import private_storage


class SourceFile(models.Model):
    """A file or an answer exactly as it came, kept under its hash and out of the public's reach.

    What came over HTTP in several pages is one zip: each page's body as received, and its address and headers beside it.
    """

    sha256 = models.CharField(_("hash of the file"), max_length=64, unique=True)
    file = models.FileField(_("file"), upload_to="registry", storage=private_storage, max_length=200)
    name = models.CharField(_("name as received"), max_length=300, blank=True)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class SyncRun(models.Model):
    """One reading of one source: staged first, applied by an officer, perhaps undone by a later run.

    `counts` holds accepted, doubtful and rejected rows and, once applied, what came of them; while the run is being read, those
    in all (`rows`). `done_rows` grows while it is read or applied. What could not be read says why (`failure`). A held run
    stays so until an officer releases it with a reason.
    """

    class Kind(models.TextChoices):
        """What absence from the source means."""

        ADDITIONS = "additions", _("additions")
        FULL_LIST = "full_list", _("full list")
        UNDO = "undo", _("taking back")

    class State(models.TextChoices):
        """How far it has come."""

        READING = "reading", _("being read")
        FAILED = "failed", _("could not be read")
        STAGED = "staged", _("staged")
        PARTLY = "partly", _("partly applied")
        APPLIED = "applied", _("applied by an officer")
        UNDONE = "undone", _("taken back")
        HELD = "held", _("held for an officer")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ADDITIONS)
    source = models.CharField(_("source"), max_length=300)
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("file"))
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.STAGED)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    release_note = models.CharField(_("why it was released"), max_length=300, blank=True)
    done_rows = models.PositiveIntegerField(_("rows done so far"), default=0)
    # Marks the process that reads the run now: one that was killed, or was too slow, is not to write on.
    reader = models.CharField(max_length=16, blank=True, editable=False)
    failure = models.CharField(_("why it could not be read"), max_length=500, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("registry run")
        verbose_name_plural = _("registry runs")
        ordering = ["-id"]
        permissions = [
            ("view_run", "Can see registry runs"),
            ("stage_run", "Can stage a registry run"),
            ("apply_run", "Can apply and take back a registry run"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["additions", "full_list", "undo"]), name="sync_run_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "failed", "staged", "partly", "applied", "undone", "held"]), name="sync_run_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(failure="") | ~Q(state="failed") & Q(failure=""), name="sync_run_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes=None)), name="sync_run_undo"
            ),
            models.CheckConstraint(condition=Q(released_at=None) | ~Q(release_note=""), name="sync_run_release_has_reason"),
            models.UniqueConstraint(
                fields=["kind", "sha256"], condition=~Q(state="undone") & ~Q(kind="undo"), name="sync_run_same_file_once"
            ),
        ]

    # Of these nothing counts: the rows are not all there, or none are.
    UNREAD = (State.READING, State.FAILED)

    def __str__(self) -> str:
        return f"{self.pk} {self.source}"

    @property
    def is_read(self) -> bool:
        """Whether all its rows are there."""
        return self.state not in self.UNREAD


class Record(models.Model):
    """One row of a run: as received, as read, what it was judged to be and why, and what applying it did.

    `reasons` is a list of `{code, value}` (see `catalog.registry.reasons`); `cells` says for each field where in the row it stands
    (`B`, or a name in an answer); `corrections` what an officer put right (`{field: {before, after}}`); `effect` names the award,
    links and former award that applying made or changed. The word about the row (`outcome`) and the word about the listing
    (`link_state`) are two decisions. Line 0 is no row but a question about an award that a full list does not hold.
    """

    class Outcome(models.TextChoices):
        """What the row was judged to be."""

        ACCEPTED = "accepted", _("accepted")
        DOUBTFUL = "doubtful", _("doubtful")
        REJECTED = "rejected", _("rejected")

    class LinkState(models.TextChoices):
        """How far the link to the listing has come."""

        NONE = "", _("no listing found")
        PROPOSED = "proposed", _("waits for an officer")
        TICKED = "ticked", _("right")
        REJECTED = "rejected", _("another product")

    run = models.ForeignKey(SyncRun, on_delete=models.CASCADE, related_name="records", verbose_name=_("run"))
    position = models.PositiveIntegerField(_("position"))
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("line number"))
    raw = models.JSONField(_("as received"), default=list)
    name = models.CharField(_("product"), max_length=200, blank=True)
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    maker_kind = models.CharField(_("kind of maker as printed"), max_length=60, blank=True)
    address = models.CharField(_("address as printed"), max_length=300, blank=True)
    group_raw = models.CharField(_("group as printed"), max_length=200, blank=True)
    official_code = models.CharField(_("product code"), max_length=60, blank=True)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    is_potential_five = models.BooleanField(_("potential five stars"), default=False)
    decision_number = models.CharField(_("decision"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    issuing_body = models.ForeignKey(IssuingBody, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    lapses_on = models.DateField(_("first day without it"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    reasons = models.JSONField(_("reasons"), default=list)
    award = models.ForeignKey(Award, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("award on record"))
    former = models.ForeignKey(Award, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("former award"))
    product = models.ForeignKey("catalogue.Product", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    match = models.JSONField(_("match"), default=dict)
    link_state = models.CharField(_("link to the listing"), max_length=8, choices=LinkState.choices, blank=True, default=LinkState.NONE)
    cells = models.JSONField(_("where each value stands"), default=dict)
    corrections = models.JSONField(_("put right by an officer"), default=dict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("what the officer said"), max_length=300, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    effect = models.JSONField(_("effect"), default=dict)

    class Meta:
        verbose_name = _("registry record")
        verbose_name_plural = _("registry records")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="record_position_unique"),
            models.CheckConstraint(condition=Q(outcome__in=["accepted", "doubtful", "rejected"]), name="record_outcome_known"),
            models.CheckConstraint(condition=Q(link_state__in=["", "proposed", "ticked", "rejected"]), name="record_link_state_known"),
            models.UniqueConstraint(fields=["award"], condition=Q(line=0, outcome="doubtful"), name="record_one_open_question_an_award"),
            models.CheckConstraint(condition=~Q(outcome="rejected") | Q(applied_at=None), name="record_rejected_is_not_applied"),
            models.CheckConstraint(condition=Q(starts_on=None) | Q(lapses_on=None) | Q(starts_on__lt=F("lapses_on")), name="record_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line} {self.name}"


class MakerAlias(models.Model):
    """An officer's word that two printed names are one maker; ended, it stays on record."""

    name = models.CharField(_("maker's name"), max_length=200)
    same_as = models.CharField(_("is the same as"), max_length=200)
    name_key = models.CharField(max_length=220, editable=False)
    same_as_key = models.CharField(max_length=220, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it was ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("two names of one maker")
        verbose_name_plural = _("names of one maker")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["name_key"], condition=Q(ended_at=None), name="maker_alias_one_in_force"),
            models.CheckConstraint(condition=~Q(name_key=F("same_as_key")), name="maker_alias_is_of_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="maker_alias_has_reason"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(end_reason=""), name="maker_alias_end_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.same_as}"
