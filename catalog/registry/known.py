"""The awards on record as matching compares them: which one a row is, which ones are of the same product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Protocol

from catalog.certification.models import Award
from catalog.lib.vietnamese import fold
from catalog.registry.makers import MakerBook
from catalog.registry.models import Record, SyncRun
from catalog.registry.names import MakerName, is_same_product, likeness, product_key
from catalog.registry.reasons import Reason

NEARLY_SAME = 0.92
_CODE_LENGTH = 6


class Row(Protocol):
    """What is compared, of a row just read as of one on record."""

    name: str
    maker: str
    stars: int | None
    score: Decimal | None
    decision_number: str
    official_code: str
    signed_on: date | None
    starts_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An award on record, with what its paper says; light, for there may be tens of thousands."""

    pk: int
    code: str
    name: str
    maker: MakerName
    paper: tuple[str, date]
    official_code: str
    stars: int | None
    score: Decimal | None
    starts_on: date
    is_superseded: bool
    is_revoked: bool
    is_withdrawn: bool


@dataclass(slots=True, kw_only=True)
class Kinship:
    """What was found: the award itself, the one before it, all of the same product, and what speaks against it."""

    award: Known | None = None
    former: Known | None = None
    kin: list[Known] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def say(self, code: str, value: str = "") -> None:
        """Add a reason."""
        self.reasons.append(Reason(code, value))


class AwardBook:
    """All awards on record by their makers, except those that a run took back."""

    def __init__(self, makers: MakerBook | None = None) -> None:
        self.makers = makers or MakerBook()
        self._by_maker: dict[str, list[Known]] = defaultdict(list)
        self._by_code: dict[str, list[Known]] = defaultdict(list)
        self._last = 0
        self.refresh()

    def refresh(self) -> None:
        """Add what was recorded since the last look."""
        taken_back = Record.objects.filter(run__kind=SyncRun.Kind.UNDO, effect__done="withdrawn").values("award")
        rows = Award.objects.filter(pk__gt=self._last).order_by("pk").values_list(*_FIELDS)
        if not self._last:
            rows = rows.exclude(pk__in=taken_back)
        for known in map(self._known, rows.iterator(chunk_size=2_000)):
            self._by_maker[known.maker.core].append(known)
            if known.official_code:
                self._by_code[fold(known.official_code)].append(known)
            self._last = known.pk

    def _known(self, row: tuple[object, ...]) -> Known:
        facts = dict(zip(_NAMES, row, strict=True))
        number, signed_on, maker = facts.pop("number"), facts.pop("signed_on"), facts.pop("maker")
        flags = {f"is_{name}": facts.pop(name) is not None for name in ("superseded", "revoked", "withdrawn")}
        return Known(paper=(fold(str(number)), signed_on), maker=self.makers.key(str(maker)), **facts, **flags)  # type: ignore[arg-type]  # in the order of _FIELDS

    def find(self, row: Row, besides: Collection[int] = ()) -> Kinship:
        """Find what is on record about a row's product.

        A row is of the same product as an award if maker and name are the same but for spelling. Where names without marks
        fit two products, where a name is only alike, or where the product code stands under another name, it is doubtful;
        `besides` are awards of the row's own run, whose products are other ones.
        """
        found = Kinship()
        maker = self.makers.key(row.maker)
        known = [one for one in self._by_maker.get(maker.core, []) if is_same_kind(maker, one.maker)]
        same = [one for one in known if is_same_product(one.name, row.name)]
        found.award = _of_the_paper(same, row)
        if found.award:
            _compare(row, found.award, found)
        found.kin = [one for one in same if not one.is_withdrawn and (one.stars is None) == (row.stars is None)]
        start = row.starts_on or row.signed_on
        before = [one for one in found.kin if not one.is_revoked and start and one.starts_on < start]
        found.former = max(before, key=lambda one: (one.starts_on, one.pk)) if before and not found.award else None
        if not found.award:
            self._doubt(row, [one for one in known if one.pk not in besides], same, found, besides)
        return found

    def _doubt(self, row: Row, known: list[Known], same: list[Known], found: Kinship, besides: Collection[int]) -> None:
        if any(not is_same_product(one.name, other.name) for one, other in combinations(found.kin, 2)):
            found.say("several_formers", ", ".join(one.code for one in found.kin))
        others = self._by_code.get(fold(row.official_code), []) if _is_code(row.official_code) and not same else []
        others = [one for one in others if one.pk not in besides and not one.is_withdrawn]
        if others:
            found.say("code_under_other_name", others[-1].code)
        elif not same:
            name, paper = product_key(row.name), _paper(row)
            near = [
                one
                for one in known
                if one.paper != paper and not one.is_superseded and likeness(product_key(one.name), name) >= NEARLY_SAME
            ]
            if near:
                found.say("former_doubtful", near[-1].code)


_NAMES = (
    "pk", "code", "name", "maker", "number", "signed_on", "official_code", "stars", "score", "starts_on", "superseded", "revoked", "withdrawn",
)  # fmt: skip
_FIELDS = (
    "pk", "code", "product_name", "maker_name", "decision__number", "decision__signed_on", "official_code", "stars", "score", "starts_on",
    "superseded_by", "revoked_on", "withdrawn_on",
)  # fmt: skip


def is_same_kind(one: MakerName, other: MakerName) -> bool:
    """Whether two makers' legal forms may be one: the same, or one of them not told."""
    return one.kind == other.kind or not (one.kind and other.kind)


def _is_code(text: str) -> bool:
    return len(text) >= _CODE_LENGTH and any(char.isdigit() for char in text)


def _paper(row: Row) -> tuple[str, date | None]:
    return fold(row.decision_number), row.signed_on


def _of_the_paper(same: Iterable[Known], row: Row) -> Known | None:
    """Give the award of the row's own paper: one that stands before one that does not, of the same kind before the other."""
    papers = [one for one in same if one.paper == _paper(row)]
    return min(
        papers, key=lambda one: (one.is_withdrawn, one.is_revoked, (one.stars is None) != (row.stars is None), -one.pk), default=None
    )


def _compare(row: Row, award: Known, found: Kinship) -> None:
    if award.is_revoked or award.is_withdrawn:
        found.say("revoked_before", award.code)
    elif award.stars != row.stars or (row.score is not None and award.score not in (None, row.score)):
        found.say("record_disagrees", f"{award.stars or '?'}★ {'' if award.score is None else award.score}".strip().replace(".", ","))
    else:
        found.say("already_recorded")
