"""What a record may be about: an award on record, a former award of the same product, a listing. Explained, never assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalog.certification.models import Award, AwardLink
from catalog.lib.vietnamese import fold
from catalog.producers.models import ProducerText
from catalog.products.models import Listing, ListingText
from catalog.registry.judging import Judged
from catalog.registry.models import Record, SyncRun
from catalog.registry.names import MakerName, is_same_product, likeness, maker_key, product_key

NAME_WEIGHT, MAKER_WEIGHT = 0.6, 0.4
WORTH_SHOWING, NEARLY_SAME = 0.75, 0.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A listing by its keys."""

    product_id: int
    title: str
    name: str
    maker: MakerName


@dataclass(slots=True, kw_only=True)
class Match:
    """What was found for a row. `match` is kept with the record: score, what was compared, whether it is sure."""

    award: Award | None = None
    former: Award | None = None
    product_id: int | None = None
    match: dict[str, Any] = field(default_factory=dict)


class Matcher:
    """Compares rows with the awards and listings as they stand."""

    def __init__(self) -> None:
        self._awards: dict[str, list[Award]] = defaultdict(list)
        taken_back = Record.objects.filter(run__kind=SyncRun.Kind.UNDO, effect__done="withdrawn").values("award")
        for award in Award.objects.exclude(pk__in=taken_back).select_related("decision", "superseded_by").order_by("starts_on", "id"):
            self._awards[maker_key(award.maker_name).core].append(award)
        self._by_maker: dict[str, list[Offer]] = defaultdict(list)
        self._by_name: dict[str, list[Offer]] = defaultdict(list)
        for offer in _offers():
            self._by_maker[offer.maker.core].append(offer)
            self._by_name[offer.name].append(offer)

    def match(self, row: Judged) -> Match:
        """Find what a row is about, and add to its reasons what speaks against it."""
        found = Match()
        if row.outcome is Record.Outcome.REJECTED:
            return found
        self._find_awards(row, found)
        self._find_listing(row, found)
        return found

    def _find_awards(self, row: Judged, found: Match) -> None:
        name, maker = product_key(row.name), maker_key(row.maker)
        known = [award for award in self._awards.get(maker.core, []) if _same_kind(maker, maker_key(award.maker_name))]
        same = [award for award in known if is_same_product(award.product_name, row.name)]
        found.award = next((award for award in same if _same_paper(award, row)), None)
        if found.award:
            _compare_with_record(row, found.award)
            return
        standing = [award for award in same if not (award.revoked_on or award.withdrawn_on) and award.starts_on < _start(row)]
        found.former = standing[-1] if standing else None
        if same:
            return
        near = [award for award in known if likeness(product_key(award.product_name), name) >= NEARLY_SAME and not award.superseded_by_id]
        if near:
            row.say("former_doubtful", near[-1].code)

    def _find_listing(self, row: Judged, found: Match) -> None:
        if (linked := _linked_product(found)) is not None:
            found.product_id = linked
            found.match = {"score": 1.0, "because": ["linked_to_award"], "is_sure": True}
            return
        name, maker = product_key(row.name), maker_key(row.maker)
        offers = {offer.product_id: offer for offer in self._by_maker.get(maker.core, []) + self._by_name.get(name, [])}
        ranked = sorted(
            ((_score(row.name, maker, offer), offer) for offer in offers.values()), key=lambda pair: (-pair[0], pair[1].product_id)
        )
        if not ranked or ranked[0][0] < WORTH_SHOWING:
            return
        score, best = ranked[0]
        is_same = is_same_product(best.title, row.name) and best.maker == maker
        is_alone = len(ranked) == 1 or ranked[1][0] < score
        found.product_id = best.product_id
        found.match = {
            "score": round(score, 2),
            "because": _because(row.name, maker, best, is_alone),
            "is_sure": is_same and is_alone,
            "title": best.title,
        }


def _offers() -> Iterable[Offer]:
    makers = dict(ProducerText.objects.filter(language="vi").values_list("producer_id", "title"))
    titles = ListingText.objects.filter(language="vi").exclude(listing__state=Listing.State.WITHDRAWN)
    for product_id, maker_id, title in titles.values_list("listing__product_id", "listing__maker_id", "title"):
        yield Offer(product_id=product_id, title=title, name=product_key(title), maker=maker_key(makers.get(maker_id, "")))


def _same_kind(one: MakerName, other: MakerName) -> bool:
    return one.kind == other.kind or not (one.kind and other.kind)


def _start(row: Judged) -> Any:
    return row.starts_on or row.signed_on


def _same_paper(award: Award, row: Judged) -> bool:
    return fold(award.decision.number) == fold(row.decision_number) and award.decision.signed_on == row.signed_on


def _compare_with_record(row: Judged, award: Award) -> None:
    if award.revoked_on or award.withdrawn_on:
        row.say("revoked_before", award.code)
    elif award.stars != row.stars or (row.score is not None and award.score not in (None, row.score)):
        row.say("record_disagrees", f"{award.stars}★ {award.score or ''}".strip())
    else:
        row.say("already_recorded")


def _linked_product(found: Match) -> int | None:
    """Give the one listing that a person has joined to the award itself or to the former one."""
    awards = [award for award in (found.award, found.former) if award]
    if not awards:
        return None
    products = set(AwardLink.objects.filter(award__in=awards, ended_at=None).values_list("product_id", flat=True))
    return products.pop() if len(products) == 1 else None


def _maker_likeness(one: MakerName, other: MakerName) -> float:
    if one == other and one.core:
        return 1.0
    return 0.9 * likeness(one.core, other.core)


def _name_likeness(name: str, offer: Offer) -> float:
    return 1.0 if is_same_product(name, offer.title) else 0.95 * likeness(product_key(name), offer.name)


def _score(name: str, maker: MakerName, offer: Offer) -> float:
    return NAME_WEIGHT * _name_likeness(name, offer) + MAKER_WEIGHT * _maker_likeness(maker, offer.maker)


def _because(name: str, maker: MakerName, offer: Offer, is_alone: bool) -> list[str]:
    """Say what was compared, as codes for `selectors.match_in_words`."""
    codes = ["name_same" if is_same_product(name, offer.title) else "name_near"]
    codes.append("maker_same" if maker == offer.maker else "maker_kind_differs" if maker.core == offer.maker.core else "maker_differs")
    return codes if is_alone else [*codes, "several_listings"]
