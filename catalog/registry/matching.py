"""What a record may be about: an award on record, a former award of the same product, a listing. Explained, never assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalog.certification.models import AwardLink
from catalog.producers.models import ProducerText
from catalog.products.models import Listing, ListingText
from catalog.registry.judging import Judged
from catalog.registry.known import AwardBook, Kinship
from catalog.registry.models import Record
from catalog.registry.names import MakerName, is_same_product, likeness, product_key

NAME_WEIGHT, MAKER_WEIGHT = 0.6, 0.4
WORTH_SHOWING = 0.75
LinkState = Record.LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A listing by its keys."""

    product_id: int
    title: str
    name: str
    maker: MakerName


@dataclass(slots=True, kw_only=True)
class Match:
    """What was found for a row. `match` is kept with the record: score, what was compared, whether it is sure.

    `present` are the awards that the row shows to be still in the list it comes from.
    """

    award_id: int | None = None
    former_id: int | None = None
    product_id: int | None = None
    match: dict[str, Any] = field(default_factory=dict)
    present: frozenset[int] = frozenset()

    @property
    def link_state(self) -> Record.LinkState:
        """Sure ones are proposed ready-ticked, the others wait."""
        if self.product_id is None:
            return LinkState.NONE
        return LinkState.TICKED if self.match.get("is_sure") else LinkState.PROPOSED


class Matcher:
    """Compares rows with the awards and listings as they stand."""

    def __init__(self) -> None:
        self.book = AwardBook()
        self._linked: dict[int, set[int]] = defaultdict(set)
        for award_id, product_id in AwardLink.objects.filter(ended_at=None).values_list("award_id", "product_id"):
            self._linked[award_id].add(product_id)
        self._by_maker: dict[str, list[Offer]] = defaultdict(list)
        self._by_name: dict[str, list[Offer]] = defaultdict(list)
        for offer in self._offers():
            self._by_maker[offer.maker.core].append(offer)
            self._by_name[offer.name].append(offer)

    def match(self, row: Judged) -> Match:
        """Find what a row is about, and add to its reasons what speaks against it."""
        if not (row.name and row.maker):
            return Match()
        kinship = self.book.find(row)
        present = frozenset(one.pk for one in [*kinship.kin, *([kinship.award] if kinship.award else [])])
        if row.outcome is Record.Outcome.REJECTED:
            return Match(present=present)
        row.reasons += kinship.reasons
        found = Match(present=present)
        found.award_id = kinship.award.pk if kinship.award else None
        found.former_id = kinship.former.pk if kinship.former else None
        self._find_listing(row, kinship, found)
        return found

    def _find_listing(self, row: Judged, kinship: Kinship, found: Match) -> None:
        if (linked := self._linked_product(kinship)) is not None:
            found.product_id = linked
            found.match = {"score": 1.0, "because": ["linked_to_award"], "is_sure": True}
            return
        name, maker = product_key(row.name), self.book.makers.key(row.maker)
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
            "others": [{"product": offer.product_id, "score": round(value, 2)} for value, offer in ranked[1:4] if value >= WORTH_SHOWING],
        }

    def _linked_product(self, kinship: Kinship) -> int | None:
        """Give the one listing that a person has joined to the award itself or to the former one."""
        awards = [award for award in (kinship.award, kinship.former) if award]
        products: set[int] = set().union(*(self._linked.get(award.pk, set()) for award in awards))
        return products.pop() if len(products) == 1 else None

    def _offers(self) -> Iterable[Offer]:
        makers = dict(ProducerText.objects.filter(language="vi").values_list("producer_id", "title"))
        titles = ListingText.objects.filter(language="vi").exclude(listing__state=Listing.State.WITHDRAWN)
        for product_id, maker_id, title in titles.values_list("listing__product_id", "listing__maker_id", "title"):
            maker = self.book.makers.key(makers.get(maker_id, ""))
            yield Offer(product_id=product_id, title=title, name=product_key(title), maker=maker)


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
