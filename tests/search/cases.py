"""Made-up goods, the questions about them, and what plain Python answers: every engine must answer the same."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from itertools import product
from random import Random
from typing import Any

from catalog.lib.vietnamese import words
from catalog.products.cards import Badge, ProductCard
from search.documents import Certificate, SearchDocument, product_key
from search.engines import SearchEngine
from search.engines.weights import tiers_for
from search.queries import PRICE_RANGES, Dimension, Meaning, Rung, Scope, SearchQuery, Sort
from search.sources import GivenDocuments
from search.words import form

DAY = date(2026, 6, 1)
NOW = DAY.toordinal()
THINGS = [
    "Chè lam",
    "Gốm men lam",
    "Lụa hoa sen",
    "Mật ong rừng",
    "Giò lụa",
    "Miến dong",
    "Trà sen",
    "Nón lá",
    "Cốm mộc",
    "Đá mài",
    "Da bò thuộc",
]
VILLAGES = ["Thạch Xá", "Bát Tràng", "Vạn Phúc", "Làng Chuông", "Mễ Trì"]
SIGNS = [["claim"], [], ["indication", "claim"], ["title"]]
REACH = [["*"], ["*"], ["1", "2"], ["2"], []]
KINDS = ["company", "cooperative", "household"]
GROUPS = [["food", "tea"], ["craft"], ["food"], ["drink"]]
TEXTS = ["", "che", "lụa", "gom bat trang", "mật ong", "sen", "da", "thuong hang", "tra sen me tri", "lam thach xa", "khong co gi"]
FILTERS: list[dict[Dimension, tuple[str, ...]]] = [
    {},
    {Dimension.GROUP: ("food",)},
    {Dimension.GROUP: ("craft", "drink")},
    {Dimension.STARS: ("4",)},
    {Dimension.STARS: ("3", "5")},
    {Dimension.PLACE: ("11",)},
    {Dimension.KIND: ("household",)},
    {Dimension.PRICE: ("0-100", "1000-")},
    {Dimension.PRICE: ("100-300",), Dimension.STOCK: ("1",)},
    {Dimension.MAKER: ("3",)},
    {Dimension.SEASON: ("1",)},
    {Dimension.STOCK: ("1",), Dimension.KIND: ("company", "cooperative"), Dimension.GROUP: ("food",)},
    {Dimension.GROUP: ("no-such-group",)},
    {Dimension.SIGN: ("claim", "title")},
    {Dimension.TO: ("2",), Dimension.KIND: ("company",)},
    {Dimension.TO: ("9",)},
]
SORTS = [Sort.PRICE_UP, Sort.PRICE_DOWN, Sort.NEWEST]
COUNTED = list(product(TEXTS, range(len(FILTERS))))
SORTED = list(product(SORTS, ["", "sen"], range(len(FILTERS))))
SAID = [
    "đá",
    "da",
    "chè lam",
    "che làm",
    "lụa hoa sen",
    "gốm bát tràng lam",
    "thượng hạng",
    "sen mễ trì xa lạ",
    "mat ong rung vạn phúc",
    "Nón lá hà nội",
]
TAKEN = list(product(SAID, Rung, Scope))
RANKED = [
    "chè lam", "che lam thach xa", "gốm bát tràng", "lụa sen", "đá", "da", "mật ong thượng hạng", "tra sen", "nón làng chuông", "com me tri",
    "giò lụa vạn phúc", "hoa sen hoa sen", "lụa", "miến dong mễ trì thượng hạng", "sen", "ong rung", "lam", "xá thạch", "xưởng 3", "men",
]  # fmt: skip


def make_card(number: int, title: str, maker: int) -> dict[str, Any]:
    """Give a card as the index keeps it."""
    card = ProductCard(
        id=number, title=title, language="vi", url=f"/p/{number}/", producer_name=f"Xưởng {maker}", producer_url=f"/m/{maker}/",
        place_name="", price=None, pack="", picture=None, badge=None, reported=None, availability="in_stock", is_sample=True,
    )  # fmt: skip
    return asdict(card)


def make_documents(count: int = 150) -> list[SearchDocument]:
    """Make goods that differ in all that can be asked for; the same ones each time. Two each have one price and one day: ties."""
    chance, found = Random(7), []  # noqa: S311
    prices = chance.sample(range(10_000, 10_000 + 1_000 * max(count, 1_990), 1_000), count)
    for number in range(count):
        thing, village, maker = chance.choice(THINGS), chance.randrange(len(VILLAGES)), chance.randrange(1, 12)
        title = f"{thing} {VILLAGES[village]}" if number % 3 else thing
        stars, since = chance.choice([0, 3, 4, 5]), NOW - chance.randrange(0, 1_500)
        certificate = Certificate(
            stars=stars, since=since, until=since + 1_096, lapses=since + 1_096, code=f"c{number}", url="", decision_number="1", decision_on="2025-01-01", is_sample=True
        )  # fmt: skip
        document = SearchDocument(
            key=product_key(number), kind="product", language="vi", title=title, url=f"/p/{number}/", maker=f"Xưởng {maker}",
            names=f"{VILLAGES[village]} Hà Nội", body="loại thượng hạng" if number % 4 == 0 else "làm tay", groups=chance.choice(GROUPS),
            places=["1", str(10 + village)], producer_kind=KINDS[maker % 3], maker_id=str(maker), price=prices[number // 2],
            free=chance.choice([0, 3, 9]), season=chance.choice([4095, 4095, 1 << 5, 1 << 11]), can_sell=number % 9 > 0,
            signs=SIGNS[number % 4], reach=REACH[number % 5], published=max(1, NOW - number // 2), certificates=[certificate] if stars else [], card=make_card(number, title, maker),
        )  # fmt: skip
        found.append(document)
    found.append(
        SearchDocument(key="story-1", kind="story", language="vi", title="Chuyện trà sen", url="/s/1/", summary="Một ngày", body="hoa sen")
    )
    return found


DOCUMENTS = make_documents()
GOODS = GivenDocuments(DOCUMENTS)


def _has(document: SearchDocument, dimension: Dimension, value: str) -> bool:
    if dimension is Dimension.STARS:
        return any(one.stars == int(value) and one.since <= NOW < one.until for one in document.certificates)
    if dimension is Dimension.PRICE:
        low, high = PRICE_RANGES[value]
        return low <= document.price < high
    in_season = bool(document.season >> (DAY.month - 1) & 1)
    if dimension is Dimension.SEASON:
        return in_season
    if dimension is Dimension.STOCK:
        return document.can_sell and document.free > 0 and in_season
    if dimension is Dimension.KIND:
        return document.producer_kind == value
    if dimension is Dimension.TO:
        return value in document.reach or "*" in document.reach
    return value in _field(document, dimension)


def _field(document: SearchDocument, dimension: Dimension) -> list[str]:
    return {
        Dimension.GROUP: document.groups, Dimension.PLACE: document.places, Dimension.MAKER: [document.maker_id],
        Dimension.SIGN: document.signs, Dimension.TO: document.reach,
    }[dimension]  # fmt: skip


def _counts(document: SearchDocument, dimension: Dimension, value: str) -> bool:
    """Whether the document counts for the value: what is sent everywhere stands in a count of its own."""
    return value in document.reach if dimension is Dimension.TO else _has(document, dimension, value)


def _written(document: SearchDocument, scope: Scope) -> str:
    names = f"{document.title} {document.maker} {document.names}"
    return {Scope.TITLE: document.title, Scope.NAMES: names, Scope.TEXT: f"{names} {document.body}"}[scope]


def _says(document: SearchDocument, text: str, rung: Rung = Rung.FOLD, scope: Scope = Scope.TEXT) -> bool:
    """Whether the document has all words, or as many as the rung wants, in one of the forms that the rung takes."""
    said = words(_written(document, scope))
    wanted, taken = words(text), tiers_for(SearchQuery(text=text, rung=rung))
    there = sum(any(form(word, tier) in {form(one, tier) for one in said} for tier in taken) for word in wanted)
    least = {Rung.MOST: len(wanted) - 1, Rung.SOME: (len(wanted) + 1) // 2}.get(rung, len(wanted))
    return there >= max(least, min(1, len(wanted)))


def expected(text: str, filters: dict[Dimension, tuple[str, ...]]) -> list[SearchDocument]:
    """Give what fits, by plain Python."""
    return [
        document
        for document in DOCUMENTS
        if document.kind == "product"
        and _says(document, text)
        and all(any(_has(document, dimension, value) for value in values) for dimension, values in filters.items())
    ]


_ALL_VALUES: dict[Dimension, list[str]] = {
    Dimension.GROUP: ["food", "tea", "craft", "drink"],
    Dimension.STARS: ["3", "4", "5"],
    Dimension.PLACE: ["1", "10", "11", "12", "13", "14"],
    Dimension.KIND: KINDS,
    Dimension.PRICE: list(PRICE_RANGES),
    Dimension.MAKER: [str(maker) for maker in range(1, 12)],
    Dimension.SEASON: ["1"],
    Dimension.STOCK: ["1"],
    Dimension.SIGN: ["indication", "title", "claim"],
    Dimension.TO: ["*", "1", "2"],
}


def check_counts(engine: SearchEngine, text: str, number: int) -> None:
    """Total, counts under the other filters, and every page to the last."""
    filters = FILTERS[number]
    query = SearchQuery(text=text, filters=filters, today=DAY, rung=Rung.FOLD)
    answer, fitting = engine.search(query), expected(text, filters)
    assert answer.total == len(fitting) == engine.count(query)
    for dimension, values in _ALL_VALUES.items():
        others = expected(text, {key: chosen for key, chosen in filters.items() if key != dimension})
        counts = {value: sum(_counts(document, dimension, value) for document in others) for value in values}
        assert answer.facets[dimension] == {value: count for value, count in counts.items() if count}
    pages = [
        card.id
        for page in range(1, answer.pages + 1)
        for card in engine.search(SearchQuery(text=text, filters=filters, today=DAY, page=page, facets=())).cards
    ]
    assert sorted(pages) == [document.card["id"] for document in fitting]


def check_order(engine: SearchEngine, sort: Sort, text: str, number: int) -> None:
    """The order of a sort to the last page; of two with one value the older product comes first."""
    value = {Sort.PRICE_UP: lambda one: one.price, Sort.PRICE_DOWN: lambda one: -one.price, Sort.NEWEST: lambda one: -one.published}[sort]
    wanted = [document.card["id"] for document in sorted(expected(text, FILTERS[number]), key=lambda one: (value(one), one.card["id"]))]
    query = SearchQuery(text=text, filters=FILTERS[number], sort=sort, page_size=20, facets=(), today=DAY)
    pages = range(1, engine.search(query).pages + 1)
    assert [card.id for page in pages for card in engine.search(replace(query, page=page)).cards] == wanted


def check_taken(engine: SearchEngine, text: str, rung: Rung, scope: Scope) -> None:
    """How strictly words are taken, and in which scope; every hit is one that plain Python finds, too."""
    query = SearchQuery(text=text, rung=rung, scope=scope, today=DAY, facets=(), page_size=200)
    wanted = [document.card["id"] for document in DOCUMENTS if document.kind == "product" and _says(document, text, rung, scope)]
    answer = engine.search(query)
    assert sorted(card.id for card in answer.cards) == wanted
    assert answer.total == engine.count(query) == len(wanted)


def check_meanings(engine: SearchEngine) -> None:
    """Understood stars, prices and places narrow as they say."""
    price = Meaning(kind="price", words="dưới 300k", name="", below=300_001)
    stars = Meaning(kind="stars", words="4 sao", name="", stars=(4, 5))
    place = Meaning(kind="place", words="thạch xá", name="", places=("10",))
    for meanings, fits in (
        ((price,), lambda one: 1 <= one.price < 300_001),
        ((stars,), lambda one: _has(one, Dimension.STARS, "4") or _has(one, Dimension.STARS, "5")),
        ((place,), lambda one: "10" in one.places),
        ((price, place), lambda one: one.price < 300_001 and "10" in one.places),
    ):
        wanted = [document for document in expected("", {}) if fits(document)]
        assert engine.count(SearchQuery(meanings=meanings, today=DAY)) == len(wanted) > 0


def check_scopes(engine: SearchEngine, text: str) -> None:
    """What has all words in its title comes first, on whatever page, and is counted; so it is under filters."""
    for filters in FILTERS:
        query = SearchQuery(text=text, filters=filters, today=DAY, facets=(), page_size=20)
        fitting = expected(text, filters)
        named = {document.card["id"] for document in fitting if _says(document, text, scope=Scope.TITLE)}
        answers = [engine.search(replace(query, page=page)) for page in range(1, engine.search(query).pages + 1)]
        shown = [card.id for answer in answers for card in answer.cards]
        assert set(shown[: len(named)]) == named
        assert [rank.scope for answer in answers for rank in answer.ranks] == [Scope.TITLE] * len(named) + [Scope.TEXT] * (
            len(fitting) - len(named)
        )
        assert {answer.named for answer in answers} == {len(named)}


def _badge(stars: int) -> Badge:
    return Badge(
        stars=stars, code="c", url="", state="valid", last_day=DAY, decision_number="1", decision_on=DAY, is_sample=True
    )  # fmt: skip


def check_behind(engine: SearchEngine, text: str, number: int) -> None:
    """What the index does not know of stars yet counts as it is, under whatever filters, and for all that was counted before, too."""
    chance, filters = Random(number), FILTERS[number]  # noqa: S311
    changed = {document.card["id"]: chance.choice((None, 3, 4, 5)) for document in chance.sample(DOCUMENTS[:-1], 40)}

    def stars_of(document: SearchDocument) -> int | None:
        if document.card["id"] in changed:
            return changed[document.card["id"]]
        return next((one.stars for one in document.certificates if one.since <= NOW < one.until), None)

    def fits(document: SearchDocument, dimension: Dimension, value: str) -> bool:
        return stars_of(document) == int(value) if dimension is Dimension.STARS else _has(document, dimension, value)

    def fitting(chosen: dict[Dimension, tuple[str, ...]]) -> list[SearchDocument]:
        return [one for one in expected(text, {}) if all(any(fits(one, key, value) for value in values) for key, values in chosen.items())]

    query = SearchQuery(text=text, filters=filters, today=DAY)
    engine.search(query)
    answer = engine.search(replace(query, behind={pk: _badge(stars) if stars else None for pk, stars in changed.items()}))
    others = fitting({key: values for key, values in filters.items() if key is not Dimension.STARS})
    counts = {str(stars): sum(stars_of(one) == stars for one in others) for stars in (3, 4, 5)}
    assert answer.total == len(fitting(filters))
    assert answer.facets[Dimension.STARS] == {stars: count for stars, count in counts.items() if count}
    kinds = {
        kind: sum(one.producer_kind == kind for one in fitting({k: v for k, v in filters.items() if k is not Dimension.KIND}))
        for kind in KINDS
    }
    assert answer.facets[Dimension.KIND] == {kind: count for kind, count in kinds.items() if count}
