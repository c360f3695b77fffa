"""How much each field, tier and meaning counts: the same for every engine, so that they agree."""

from __future__ import annotations

from collections.abc import Mapping

from search.queries import EVERYWHERE, Dimension, Rung, SearchQuery
from search.words import TIERS

# Marks as typed weigh most, then letters without tones, then bare letters; a title weighs more than a text.
WEIGHTS = {"title": 6.0, "maker": 3.0, "names": 2.0, "body": 1.0}
NAME_WEIGHTS = {field: weight for field, weight in WEIGHTS.items() if field != "body"}
TITLE_WEIGHTS = {"title": WEIGHTS["title"]}
TIER_WEIGHTS = {"exact": 2.0, "tone": 1.4, "fold": 1.0}
MAX_WORDS = 16
# A title that begins as the question does: in Vietnamese the kind of a thing stands first.
START_WEIGHT = 3.0
# What a meaning adds: as much as a word in the title, so that it neither drowns the words nor is drowned by them.
MEANING_WEIGHT = 6.0
TERM_FIELDS = {
    Dimension.GROUP: "groups", Dimension.PLACE: "places", Dimension.KIND: "producer_kind", Dimension.MAKER: "maker_id",
    Dimension.SIGN: "signs", Dimension.TO: "reach",
}  # fmt: skip
# So many values of a dimension are counted: more than twice of what a page shows.
MAX_VALUES = 100
OTHERS = 4


def weights_for(query: SearchQuery) -> dict[str, float]:
    """Give the fields that words are looked for in, with their weights."""
    if query.titles_only:
        return TITLE_WEIGHTS
    return NAME_WEIGHTS if query.names_only else WEIGHTS


def wanted_values(dimension: Dimension, value: str) -> tuple[str, ...]:
    """Give the indexed values that a chosen one stands for: what is sent everywhere is sent to each province, too."""
    return (value, EVERYWHERE) if dimension is Dimension.TO else (value,)


def cut_values(query: SearchQuery, dimension: Dimension, counts: Mapping[str, int]) -> list[str]:
    """Give the chosen values that may stand behind the `MAX_VALUES` most frequent ones: they are counted by themselves."""
    is_cut = dimension in TERM_FIELDS and len(counts) >= MAX_VALUES
    return [value for value in query.filters.get(dimension, ()) if value not in counts] if is_cut else []


def tiers_for(query: SearchQuery) -> tuple[str, ...]:
    """Give the tiers to look the typed words up in.

    A text typed without marks is looked up bare, exact words first. Who types marks means them, also where a word has none:
    `mật ong` is not `ống`; and what has only some of the words must have them letter by letter.
    """
    if not query.has_marks:
        return ("exact", "fold")
    return {Rung.EXACT: TIERS[:1], Rung.TONE: TIERS[:2], Rung.SOME: TIERS[:2]}.get(query.rung, TIERS)
