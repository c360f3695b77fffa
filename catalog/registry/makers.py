"""Which printed names are one maker: by spelling, and by the word of an officer, which can be taken back."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.audit.services import record_action
from catalog.certification.permissions import may
from catalog.lib import clock
from catalog.registry.errors import UnableToReview
from catalog.registry.models import MakerAlias
from catalog.registry.names import MakerName, maker_key

MOST_STEPS = 20


def alias_key(name: str) -> str:
    """Give a maker's name as aliases keep it: legal form and name, folded."""
    key = maker_key(name)
    return f"{key.kind}|{key.core}"[:220]


class MakerBook:
    """Says which maker a printed name means, by the aliases in force when it was made."""

    def __init__(self) -> None:
        in_force = MakerAlias.objects.filter(ended_at=None)
        self._same: dict[str, str] = dict(in_force.values_list("name_key", "same_as_key"))
        self._seen: dict[str, MakerName] = {}

    def key(self, name: str) -> MakerName:
        """Give the maker's key, led on by every alias."""
        found = self._seen.get(name)
        if found is None:
            found = self._seen[name] = self._led_on(name)
        return found

    def _led_on(self, name: str) -> MakerName:
        key = alias_key(name)
        if key not in self._same:
            return maker_key(name)
        for _step in range(MOST_STEPS):
            key = self._same.get(key, key)
        kind, _bar, core = key.partition("|")
        return MakerName(kind, core)


@transaction.atomic
def merge_makers(*, name: str, same_as: str, reason: str, officer: AbstractBaseUser | None) -> MakerAlias:
    """Keep an officer's word that `name` is the maker `same_as`; from then on matching takes them for one.

    What is on record keeps the names that its papers have.

    Raises:
        UnableToReview: the person may not; no reason; the names are one already, or would lead in a circle.
    """
    if not may(officer, "registry.apply_run") or officer is None:
        raise UnableToReview(_("This person may not decide about makers"))
    if not reason.strip():
        raise UnableToReview(_("A reason is needed"))
    name, same_as = " ".join(name.split())[:200], " ".join(same_as.split())[:200]
    book = MakerBook()
    if not maker_key(name).core or not maker_key(same_as).core or book.key(name) == book.key(same_as):
        raise UnableToReview(_("These two names are one maker already, or say no maker"))
    facts = {
        "name": name,
        "same_as": same_as,
        "name_key": alias_key(name),
        "same_as_key": alias_key(same_as),
        "reason": reason.strip()[:300],
    }
    try:
        with transaction.atomic():
            alias = MakerAlias.objects.create(made_by_id=officer.pk, made_at=clock.now(), **facts)
    except IntegrityError as error:
        raise UnableToReview(_("Another name stands for this maker already: part the two first")) from error
    record_action(actor=officer, action="registry.merge_makers", subject=alias, after={"alias": alias.pk})
    return alias


@transaction.atomic
def split_makers(*, alias: MakerAlias, reason: str, officer: AbstractBaseUser | None) -> MakerAlias:
    """Take back that two names are one maker; what was recorded meanwhile stays as it is.

    Raises:
        UnableToReview: the person may not; no reason; or it was taken back before.
    """
    if not may(officer, "registry.apply_run") or officer is None:
        raise UnableToReview(_("This person may not decide about makers"))
    locked = MakerAlias.objects.select_for_update().get(pk=alias.pk)
    if not reason.strip() or locked.ended_at:
        raise UnableToReview(_("A reason is needed, and names that are held to be one"))
    locked.ended_at, locked.ended_by_id, locked.end_reason = clock.now(), officer.pk, reason.strip()[:300]
    locked.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record_action(actor=officer, action="registry.split_makers", subject=locked, after={"alias": locked.pk})
    return locked
