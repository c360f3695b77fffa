"""Stars that a text claims without a badge of as many: the department's watch list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.lib.languages import Language
from catalog.producers.models import Producer


class Claim(models.Model):
    """Stars claimed in one text, by the words in which it does so. New words are a new claim; the same words stay decided.

    `subject_id` is the id of the listing, the producer or the story's page: stories belong to a storey above.
    """

    class Kind(models.TextChoices):
        """What kind of text."""

        LISTING = "listing", _("product")
        PRODUCER = "producer", _("producer")
        STORY = "story", _("story")

    class State(models.TextChoices):
        """What became of it. `SETTLED`: the words are gone or a badge of as many stars stands. `EXCUSED`: an officer sees no claim."""

        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")
        EXCUSED = "excused", _("no claim")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    subject_id = models.BigIntegerField(_("object"))
    producer = models.ForeignKey(
        Producer, on_delete=models.CASCADE, null=True, blank=True, related_name="claims", verbose_name=_("producer")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    stars = models.PositiveSmallIntegerField(_("stars claimed"))
    excerpt = models.CharField(_("words"), max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"))
    # None beside a decision's time: it was settled by itself.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stars claimed in words")
        verbose_name_plural = _("stars claimed in words")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "language", "stars", "excerpt"], name="claim_once"),
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="claim_stars"),
            models.CheckConstraint(condition=Q(kind__in=["listing", "producer", "story"]), name="claim_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["open", "settled", "excused"]), name="claim_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)), name="claim_decided_whole"
            ),
            models.CheckConstraint(condition=~Q(state="excused") | ~Q(note=""), name="claim_excused_has_note"),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="claim_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.stars}"


class Unread(models.Model):
    """A text that has changed, or whose badges have, and was not read since. Rows may repeat: who reads deletes those that were there.

    Instead of a job for each change: loading or applying thousands costs one row each, and reading them few questions.
    """

    kind = models.CharField(max_length=8, choices=Claim.Kind.choices)
    subject_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Sweep(models.Model):
    """A day on which every text was read again: stars lapse without anything being announced."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"{self.day}"
