"""The question and the answer, the same for every engine; and how a question is read from an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from django.http import QueryDict

from catalog.lib import clock
from catalog.lib.vietnamese import nfc, words
from catalog.products.cards import Badge, ProductCard
from search.words import has_marks

MAX_TEXT = 200
MAX_PAGE = 1_000
PAGE_SIZE = 24
MAX_VALUES = 20


class Sort(StrEnum):
    """The order of hits; `RELEVANCE` without any text means newest first."""

    RELEVANCE = "relevance"
    PRICE_UP = "price"
    PRICE_DOWN = "-price"
    NEWEST = "newest"


class Dimension(StrEnum):
    """What hits can be narrowed by. `TO` is the province that a parcel must reach."""

    GROUP = "group"
    STARS = "stars"
    PLACE = "place"
    KIND = "kind"
    PRICE = "price"
    MAKER = "maker"
    SEASON = "season"
    STOCK = "stock"
    SIGN = "sign"
    TO = "to"


# Stands for every province among those that a product is sent to.
EVERYWHERE = "*"

# Lower bound included, upper bound excluded, in đồng.
PRICE_RANGES: dict[str, tuple[int, int]] = {
    "0-100": (0, 100_000),
    "100-300": (100_000, 300_000),
    "300-1000": (300_000, 1_000_000),
    "1000-": (1_000_000, 10**12),
}


class Rung(StrEnum):
    """How strictly the words of a question are taken; each finds all that those before it find."""

    EXACT = "exact"  # marks as typed
    TONE = "tone"  # letters as typed, tones open
    FOLD = "fold"  # bare letters
    MOST = "most"  # bare letters, all words but one
    SOME = "some"  # bare letters, half of the words


class Scope(StrEnum):
    """Where words are looked for, the narrowest first; each scope holds those before it."""

    TITLE = "title"
    NAMES = "names"  # title, maker, places
    TEXT = "text"  # all that is written of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Words of a question that were understood.

    Stars and a price (in đồng, `at_least` included, `below` excluded) narrow the answer. A place, a group or an occasion is
    met by what lies in one of `places`, belongs to one of `groups`, bears one of `goods` in its title, or says `words` itself.
    A price in a foreign currency was turned into đồng by the rate of `rate_day`.
    """

    kind: Literal["stars", "price", "place", "group", "occasion"]
    words: str
    name: str
    stars: tuple[int, ...] = ()
    at_least: int | None = None
    below: int | None = None
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    rate_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Favored:
    """A product, or a group by its code, that the department shows a little earlier for a while; `part` adds to the factor."""

    part: float
    product_id: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One question. Values of one dimension are alternatives, dimensions add up. `today` decides which stars are in force, `favored`
    what the department shows earlier that day.

    `text` are the words that were not understood as one of `meanings`; `phrase` are all words in their order. What has not the words
    in `scope` is not found; what has all of them in its title comes first.
    """

    text: str = ""
    phrase: str = ""
    meanings: tuple[Meaning, ...] = ()
    rung: Rung = Rung.FOLD
    scope: Scope = Scope.TEXT
    language: str = "vi"
    filters: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    today: date = field(default_factory=clock.today)
    favored: tuple[Favored, ...] = ()
    facets: tuple[Dimension, ...] = tuple(Dimension)
    # Stars of products that the index does not know yet (see `search.freshness`).
    behind: Mapping[int, Badge | None] = field(default_factory=dict)

    @property
    def is_ranked(self) -> bool:
        """Whether hits come by how well they fit: there is something that they can fit."""
        return self.sort is Sort.RELEVANCE and bool(self.text or any(meaning.goods or meaning.places for meaning in self.meanings))

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes that hits come from, in their order: one alone where not all words are wanted, or none was typed."""
        is_whole = bool(self.text) and self.rung not in (Rung.MOST, Rung.SOME)
        return (Scope.TITLE, self.scope) if is_whole and self.scope is not Scope.TITLE else (self.scope,)

    @property
    def is_narrowed_by_stars(self) -> bool:
        """Whether stars decide what fits, so that those which the index does not know yet change more than their own counts."""
        return Dimension.STARS in self.filters or any(meaning.kind == "stars" for meaning in self.meanings)

    @property
    def has_marks(self) -> bool:
        """Whether any of the words was typed with a mark."""
        return any(map(has_marks, words(f"{self.phrase} {self.text}")))

    def without(self, dimension: Dimension) -> SearchQuery:
        """Give the same question with one dimension left open, as its own facet counts need it."""
        return replace(self, filters={key: values for key, values in self.filters.items() if key != dimension})


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHit:
    """A hit that is no product: a producer, a story, a region."""

    kind: str
    title: str
    url: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """How a hit's place comes about: the scope that has all words, the score of its words, the factor, and what makes the factor up."""

    scope: Scope
    score: float
    factor: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """One answer: a page of product cards, the total, counts by facet value, and what else was found.

    `corrected` is the text that was searched instead, when nothing was found for the one given; `meanings` are the words of
    the question that were understood; `near` are a few more that have some of the words, where only few have all; `named` is how many
    have all words in their title, where hits come scope by scope; `ranks` go with the cards where hits are ranked; `is_partial` tells
    that no product has all that was asked for.
    """

    cards: list[ProductCard]
    total: int
    page: int
    pages: int
    facets: dict[Dimension, dict[str, int]]
    others: list[OtherHit]
    corrected: str = ""
    meanings: tuple[Meaning, ...] = ()
    is_partial: bool = False
    ranks: tuple[Rank, ...] = ()
    near: tuple[ProductCard, ...] = ()
    named: int = 0


def _integer(text: str | None, low: int, high: int) -> int:
    """Read a number leniently: whatever is no number is `low`, whatever is too large is `high`."""
    if not text or not text.isascii() or not text.isdigit():
        return low
    return max(low, min(high, int(text[:9])))


def _values(values: Iterable[str], allowed: set[str] | None) -> tuple[str, ...]:
    clean = dict.fromkeys(nfc(value)[:60] for value in values if value)
    return tuple(value for value in clean if allowed is None or value in allowed)[:MAX_VALUES]


_ALLOWED: dict[Dimension, set[str] | None] = {
    Dimension.GROUP: None,
    Dimension.STARS: {"3", "4", "5"},
    Dimension.PLACE: None,
    Dimension.KIND: {"company", "cooperative", "cooperative_group", "household"},
    Dimension.PRICE: set(PRICE_RANGES),
    Dimension.MAKER: None,
    Dimension.SEASON: {"1"},
    Dimension.STOCK: {"1"},
    Dimension.SIGN: {"indication", "title", "claim"},
    Dimension.TO: None,
}


def read_query(parameters: QueryDict, *, language: str) -> SearchQuery:
    """Read a question from an address; whatever is malformed is corrected or dropped, never an error."""
    found = {dimension: _values(parameters.getlist(dimension), _ALLOWED[dimension]) for dimension in Dimension}
    sort = parameters.get("sort", "")
    return SearchQuery(
        text=" ".join(nfc(parameters.get("q", ""))[:MAX_TEXT].split()),
        language=language,
        filters={dimension: values for dimension, values in found.items() if values},
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        page=_integer(parameters.get("page"), 1, MAX_PAGE),
    )


def write_query(query: SearchQuery, **changes: Any) -> str:
    """Write a question as a short query string that `read_query` reads back; defaults are left out."""
    changed = replace(query, **changes)
    parameters = QueryDict(mutable=True)
    if changed.text:
        parameters["q"] = changed.text
    for dimension, values in changed.filters.items():
        parameters.setlist(dimension, list(values))
    if changed.sort is not Sort.RELEVANCE:
        parameters["sort"] = changed.sort
    if changed.page > 1:
        parameters["page"] = str(changed.page)
    return parameters.urlencode()
