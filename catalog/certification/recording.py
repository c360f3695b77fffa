"""Record awards, with a trace: the only place where awards come into being, and so the only way in for stars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.models import AuditEntry
from catalog.audit.services import entry_for
from catalog.certification.badges import lapse_day
from catalog.certification.errors import UnableToRecordAward
from catalog.certification.models import Award, AwardLink, Decision, OcopGroup
from catalog.certification.models.awards import recognized_key
from catalog.certification.signals import badges_changed
from catalog.certification.succession import histories_of, insert_award, insert_following
from catalog.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What a decision's annex says of one product, as printed. `stars` is none for potential five stars alone."""

    product_name: str
    maker_name: str
    stars: int | None
    is_potential_five: bool = False
    score: Decimal | None = None
    maker_kind: str = ""
    address: str = ""
    place: Place | None = None
    group: OcopGroup | None = None
    group_raw: str = ""
    official_code: str = ""

    @property
    def key(self) -> str:
        """The key of the recognized product."""
        return recognized_key(self.product_name, self.maker_name)

    def fields(self) -> dict[str, Any]:
        """Give the same by field name."""
        return {name: getattr(self, name) for name in self.__slots__}


def announce_badges(awards: Iterable[Award]) -> None:
    """Tell the storeys above, within the transaction, which products' badges may have changed."""
    links = AwardLink.objects.filter(award__in=list(awards), ended_at=None)
    product_ids = sorted(set(links.values_list("product_id", flat=True)))
    if product_ids:
        badges_changed.send(sender=Award, product_ids=product_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAward:
    """One product of a decision's annex, to be recorded.

    `kin` are the ids of awards of the same recognized product under other spellings, as the registry's matching or an officer found.
    """

    decision: Decision
    recognized: Recognized
    starts_on: date | None = None
    lapses_on: date | None = None
    kin: tuple[int, ...] = ()


def record_award(
    *,
    decision: Decision,
    recognized: Recognized,
    officer: AbstractBaseUser | None,
    starts_on: date | None = None,
    lapses_on: date | None = None,
    kin: Collection[Award] = (),
) -> Award:
    """Record one product of a decision's annex, and put it in its place in the product's history.

    It counts from the decision's own first day and for 36 months unless the paper says otherwise. An earlier award of the
    same recognized product is superseded from the new one's first day; where the new record is the older paper, it is
    itself superseded by the award that followed. So the order in which papers arrive does not matter.

    Raises:
        UnableToRecordAward: the database refuses it, or an award of this product starts on the same day.
    """
    new = NewAward(decision=decision, recognized=recognized, starts_on=starts_on, lapses_on=lapses_on, kin=tuple(award.pk for award in kin))
    [made] = record_awards(new=[new], officer=officer)
    if isinstance(made, UnableToRecordAward):
        raise made
    return made


@transaction.atomic
def record_awards(*, new: Sequence[NewAward], officer: AbstractBaseUser | None) -> list[Award | UnableToRecordAward]:
    """Record many awards of different products in one transaction; gives each award, or why that one could not be (see `record_award`).

    The only place where awards come into being. The caller has asked whether this person may.
    """
    places = [_Place(one) for one in new]
    _look(places)
    if not _record_at_once([place for place in places if not place.error]):
        for place in places:
            place.record()
    entries = [
        entry_for(actor=officer, action="certification.record", subject=place.award, after=_facts(place))
        for place in places
        if not place.error
    ]
    AuditEntry.objects.bulk_create(entries)
    announce_badges([award for place in places for award in place.moved])
    return [place.error or place.award for place in places]


class _Place:
    """A new award and its place in its product's history."""

    def __init__(self, new: NewAward) -> None:
        self.new = new
        starts_on = new.starts_on or new.decision.effective_from or new.decision.signed_on
        lapses_on = new.lapses_on or lapse_day(starts_on)
        self.award = Award(decision=new.decision, starts_on=starts_on, lapses_on=lapses_on, **new.recognized.fields())
        self.history: list[Award] = []
        self.moved: list[Award] = []
        self.error: UnableToRecordAward | None = None

    def look_at(self, history: list[Award]) -> None:
        """Take the history, and refuse a second award of one day."""
        self.history = history
        if any(other.starts_on == self.award.starts_on for other in history):
            facts = {"name": self.award.product_name, "day": f"{self.award.starts_on:%d/%m/%Y}"}
            self.error = UnableToRecordAward(_("An award of “%(name)s” from %(day)s is on record already") % facts)

    @property
    def is_last(self) -> bool:
        """Whether it only follows what is there, and nothing else moves."""
        return not self.history or (self.history[-1].starts_on < self.award.starts_on and self._is_one_line)

    @property
    def _is_one_line(self) -> bool:
        return all(one.superseded_by_id == other.pk for one, other in pairwise(self.history)) and not self.history[-1].superseded_by_id

    def record(self) -> None:
        """Save it alone; what the database refuses is its error."""
        if self.error:
            return
        try:
            with transaction.atomic():
                self.moved = insert_award(self.award, self.history)
        except IntegrityError as error:
            facts = {"name": self.award.product_name, "reason": error}
            self.error = UnableToRecordAward(_("The database refuses the award of “%(name)s”: %(reason)s") % facts)


def _look(places: Sequence[_Place]) -> None:
    wanted = [(place.new.recognized.key, place.new.kin, place.new.recognized.stars is not None) for place in places]
    for place, history in zip(places, histories_of(wanted), strict=True):
        place.look_at(history)


def _record_at_once(places: Sequence[_Place]) -> bool:
    """Save all in few statements if each only follows its history; says whether that was done."""
    if len(places) < 2 or not all(place.is_last for place in places):
        return False
    pairs = [(place.award, place.history[-1] if place.history else None) for place in places]
    if len({before.pk for _award, before in pairs if before}) < sum(before is not None for _award, before in pairs):
        return False
    try:
        with transaction.atomic():
            insert_following(pairs)
    except IntegrityError:
        # Nothing of it was saved, but what stands in memory was changed.
        for place in places:
            place.award.pk = None
        _look(places)
        return False
    for place in places:
        place.moved = place.history[-1:]
    return True


def _facts(place: _Place) -> dict[str, Any]:
    award = place.award
    facts = {"stars": award.stars, "starts_on": str(award.starts_on), "lapses_on": str(award.lapses_on), "decision": award.decision_id}
    return facts | {
        "supersedes": [one.pk for one in place.moved if one.superseded_by_id == award.pk],
        "superseded_by": award.superseded_by_id,
    }
