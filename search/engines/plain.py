"""The database itself: the last of the chain. It browses by the same filters and words, ranks nothing and counts no facets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from catalog.certification.models import AwardLink
from catalog.lib.vietnamese import slugify_vietnamese, words
from catalog.producers.models import Producer
from catalog.products.models import Listing
from catalog.products.selectors import cards_for_products, producer_name, product_url, text_for
from search.engines.weights import MAX_WORDS
from search.queries import PRICE_RANGES, Dimension, Meaning, OtherHit, Rung, SearchAnswer, SearchQuery, Sort
from search.sources import DocumentSource
from search.vocabulary import Vocabulary

_ORDER = {
    Sort.PRICE_UP: ("product__stockrecords__price", "product_id"),
    Sort.PRICE_DOWN: ("-product__stockrecords__price", "product_id"),
}
_NEWEST = ("-published_on", "product_id")
# Slugs are folded texts that both databases can look into: a word matches in the middle of another, too.
_SLUGS = ("texts__slug", "maker__texts__slug", "made_in__texts__slug", "maker__place__texts__slug")


def _any(parts: Collection[Q]) -> Q:
    return reduce(or_, parts, Q(pk__in=[]))


def _says(text: str) -> Q:
    slug = slugify_vietnamese(text)
    return _any([Q(**{f"{field}__contains": slug}) for field in _SLUGS])


def _between(low: int | None, high: int | None) -> Q:
    bounds = {f"product__stockrecords__price__{name}": value for name, value in (("gte", low), ("lt", high)) if value is not None}
    return Q(**bounds)


def _in_places(ids: Collection[str]) -> Q:
    """Match what is made in one of these places or in what lies in them."""
    numbers = [int(value) for value in ids if value.isdecimal() and len(value) < 10]
    above = [f"{place}{up}__in" for place in ("made_in", "maker__place") for up in ("", "__parent", "__parent__parent")]
    return _any([Q(**{name: numbers}) for name in above])


def _with_stars(values: Collection[str], query: SearchQuery) -> Q:
    day = query.today
    links = AwardLink.objects.filter(
        ended_at=None, award__stars__in=[int(value) for value in values], award__starts_on__lte=day, award__lapses_on__gt=day
    )
    for end in ("superseded_from", "revoked_on", "withdrawn_on"):
        links = links.filter(Q(**{f"award__{end}": None}) | Q(**{f"award__{end}__gt": day}))
    return Q(product_id__in=links.values("product_id"))


def _is(dimension: Dimension, values: Collection[str], query: SearchQuery) -> Q:
    """Match one of the values of a dimension."""
    if dimension is Dimension.GROUP:
        return Q(group__code__in=values) | Q(group__parent__code__in=values)
    if dimension is Dimension.STARS:
        return _with_stars(values, query)
    if dimension is Dimension.PLACE:
        return _in_places(values)
    if dimension is Dimension.PRICE:
        return _any([_between(*PRICE_RANGES[value]) for value in values])
    in_season = Q(**{f"in_month_{query.today.month}__gt": 0})
    if dimension is Dimension.SEASON:
        return in_season
    if dimension is Dimension.STOCK:
        return in_season & Q(product__stockrecords__num_in_stock__gt=F("taken"))
    field = {Dimension.KIND: "kind", Dimension.MAKER: "pk"}.get(dimension)
    if field is None:
        return Q()  # what the database cannot ask for is left open rather than answered with nothing
    known = [value for value in values if field == "kind" or (value.isdecimal() and len(value) < 10)]
    return Q(**{f"maker__{field}__in": known}) | Q(maker=None, **{f"seller__{field}__in": known})


def _means(meaning: Meaning, query: SearchQuery) -> Q:
    if meaning.kind == "stars":
        return _with_stars([str(stars) for stars in meaning.stars], query)
    if meaning.kind == "price":
        return _between(meaning.at_least or 1, meaning.below)
    fitting = [_says(goods) for goods in (meaning.words, *meaning.goods)]
    return _any([*fitting, _in_places(meaning.places), Q(group__code__in=meaning.groups) | Q(group__parent__code__in=meaning.groups)])


def _matching(query: SearchQuery) -> QuerySet[Listing]:
    """Give published listings that fit; how strictly words are taken matters only as far as all or some of them must be there."""
    said = [_says(word) for word in words(query.text)[:MAX_WORDS]]
    fitting = [_any(said)] if query.rung in (Rung.MOST, Rung.SOME) and said else said
    fitting += [_means(meaning, query) for meaning in query.meanings]
    fitting += [_is(dimension, values, query) for dimension, values in query.filters.items()]
    month = {f"in_month_{query.today.month}": F("season_months").bitand(1 << (query.today.month - 1))}
    taken = F("product__stockrecords__num_allocated")
    found = Listing.objects.annotate(**month, taken=Coalesce(taken, 0)).filter(
        state=Listing.State.PUBLISHED, seller__state=Producer.State.VERIFIED
    )
    return found.exclude(maker__state=Producer.State.SUSPENDED).filter(*fitting).distinct()


class PlainEngine:
    """Answers from the database, where nothing else does: no index to lose, nothing to keep in step."""

    name = "database"

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question: a page of cards by price or by date, and the counts of what is ticked."""
        found = _matching(query)
        total = found.count()
        pages = max(1, -(-total // query.page_size))
        page = min(query.page, pages)
        start = (page - 1) * query.page_size
        order = _ORDER.get(query.sort, _NEWEST)
        columns = [name.removeprefix("-") for name in order]
        rows = found.order_by(*order).values_list(*dict.fromkeys(columns))[start : start + query.page_size]
        ids = [row[columns.index("product_id")] for row in rows]
        return SearchAnswer(
            cards=cards_for_products(ids, language=query.language, today=query.today),
            total=total,
            page=page,
            pages=pages,
            facets={dimension: self._ticked(query, dimension) for dimension in query.facets},
            others=[],
        )

    def _ticked(self, query: SearchQuery, dimension: Dimension) -> dict[str, int]:
        one_each = ((value, {**query.filters, dimension: (value,)}) for value in query.filters.get(dimension, ()))
        return {value: self.count(replace(query, filters=filters)) for value, filters in one_each}

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count the products that fit; others are not looked for here."""
        return _matching(query).count() if products_only else 0

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Give products and makers with all words of `text`, at most `limit` of each."""
        if not words(text):
            return []
        fitting = _matching(SearchQuery(text=text, language=language)).order_by("product_id").prefetch_related("texts")[:limit]
        texts = [text_for(listing.texts.all(), language) for listing in fitting]
        products = [OtherHit(kind="product", title=one.title, url=product_url(one, language), summary=one.summary) for one in texts]
        return products + self._makers(text, language, limit)

    def _makers(self, text: str, language: str, limit: int) -> list[OtherHit]:
        makers = Producer.objects.exclude(state=Producer.State.SUSPENDED).filter(texts__slug__contains=slugify_vietnamese(text))
        found = [(producer_name(maker, language)) for maker in makers.distinct().order_by("pk").prefetch_related("texts")[:limit]]
        return [OtherHit(kind="producer", title=name, url=url, summary="") for name, url in found]

    def vocabulary(self, language: str) -> Vocabulary:
        """Give no words: slips are not mended here."""
        return Vocabulary()

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Do nothing: the database has it."""

    def rebuild(self, source: DocumentSource) -> int:
        """Do nothing: there is no index."""
        return 0

    def state(self) -> str:
        """Say ok: without the database there is no shop."""
        return "ok"

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give nothing: no document is kept."""
        return {}
