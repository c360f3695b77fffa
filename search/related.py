"""What a product page leads to: of the same maker, of the same village, alike; all from the engine."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from catalog.lib.languages import current_language
from catalog.lib.vietnamese import words
from catalog.products.cards import ProductCard
from catalog.products.pages import ProductPage
from search.engines import engine
from search.engines.guarded import one_question
from search.queries import Dimension, Rung, Scope, SearchQuery

logger = logging.getLogger(__name__)
KIND_WORDS = 2  # `mật ong`, `bát gốm`: most kinds have two


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Shelves below a product; none shows what another already shows.

    `maker` holds what the same seller offers where nobody knows who made the product: `is_maker_known` says which of the two.
    """

    maker: list[ProductCard]
    is_maker_known: bool
    village: list[ProductCard]
    alike: list[ProductCard]
    place_id: int | None


def _take(query: SearchQuery, seen: set[int], limit: int) -> list[ProductCard]:
    """Give products not seen yet, and mark them as seen; a full shelf asks nothing."""
    if limit <= 0:
        return []
    found = engine().search(replace(query, page_size=limit + len(seen))).cards
    cards = [card for card in found if card.id not in seen][:limit]
    seen.update(card.id for card in cards)
    return cards


def related_to(page: ProductPage, limit: int = 4) -> Related:
    """Give what can be had today besides this product; nothing when the index does not answer, whatever ails it."""
    try:
        return _related_to(page, limit)
    except Exception:
        logger.exception("No products beside this one: the index does not answer")
        return Related(maker=[], is_maker_known=False, village=[], alike=[], place_id=None)


def _alike(page: ProductPage, ask: SearchQuery, seen: set[int], limit: int) -> list[ProductCard]:
    """Give products of its group: of the same kind, then those that share some of its words, then any.

    The first words of a name say what it is. In a large shop they fill the shelf: to weigh every product that has any word of a
    name costs many times as much.
    """
    title, ask = page.text.title, replace(ask, scope=Scope.TITLE)
    kind = replace(ask, text=" ".join(words(title)[:KIND_WORDS]), phrase=title, rung=Rung.EXACT)
    cards: list[ProductCard] = []
    for query in (kind, replace(ask, text=title, rung=Rung.SOME), ask):
        cards += _take(query, seen, limit - len(cards))
    return cards


@one_question()
def _related_to(page: ProductPage, limit: int) -> Related:
    """Ask the engine three to five questions and the database none."""
    seen, stock = {page.card.id}, {Dimension.STOCK: ("1",)}
    ask = SearchQuery(language=current_language(), filters=stock, facets=())
    maker = str(page.listing.maker_id or page.listing.seller_id)
    place = page.listing.place
    in_village = {**stock, Dimension.PLACE: (str(place.pk),)} if place and place.kind == "village" else None
    return Related(
        alike=_alike(page, replace(ask, filters={**stock, Dimension.GROUP: (page.group.code,)}), seen, limit),
        maker=_take(replace(ask, filters={**stock, Dimension.MAKER: (maker,)}), seen, limit),
        is_maker_known=page.listing.maker_id is not None,
        village=_take(replace(ask, filters=in_village), seen, limit) if in_village else [],
        place_id=place.pk if place else None,
    )
