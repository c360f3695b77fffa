"""How much each field, tier and meaning counts: the same for every engine, so that they agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from search.queries import EVERYWHERE, Dimension, Rung, Scope, SearchQuery
from search.words import TIERS

# A title weighs more than a text; marks as typed weigh most, then letters without tones, then bare letters.
WEIGHTS = {Scope.TITLE: 6.0, Scope.NAMES: 2.0, Scope.TEXT: 1.0}
TIER_WEIGHTS = {"exact": 2.0, "tone": 1.4, "fold": 1.0}
MAX_WORDS = 16
# A title that begins as the question does: in Vietnamese the kind of a thing stands first.
START_WEIGHT = 3.0
# All words of the question in a row in the title, shared out over their pairs; two neighbors in any case; all in a row in what is written.
ROW_WEIGHT, PAIR_WEIGHT, WRITTEN_ROW_WEIGHT = 13.0, 3.0, 2.0
# What a meaning adds: as much as a word in the title, so that it neither drowns the words nor is drowned by them.
MEANING_WEIGHT = 6.0
TERM_FIELDS = {
    Dimension.GROUP: "groups", Dimension.PLACE: "places", Dimension.KIND: "producer_kind", Dimension.MAKER: "maker_id",
    Dimension.SIGN: "signs", Dimension.TO: "reach",
}  # fmt: skip
# So many values of a dimension are counted: more than twice of what a page shows.
MAX_VALUES = 100
OTHERS = 4


def scope_column(query: SearchQuery, scope: Scope) -> tuple[str, float]:
    """Give the column that tells what has a word in a scope, and what a word counts there; a looser tier has all that a stricter one has."""
    loosest = tiers_for(query)[-1]
    return f"{scope}_{loosest}", WEIGHTS[scope] * TIER_WEIGHTS[loosest]


def added_columns(query: SearchQuery, scope: Scope) -> dict[str, float]:
    """Give the columns where a word scores more than in the scope's own, and how much: narrower scopes, and in titles stricter tiers.

    A title's word has scored in the wider scopes, too, and an exact one in the looser tiers: weights are what comes on top.
    """
    *stricter, loosest = tiers_for(query)
    found, before = {}, WEIGHTS[scope]
    for narrower in reversed(list(Scope)[: list(Scope).index(scope)]):
        found[f"{narrower}_{loosest}"] = (WEIGHTS[narrower] - before) * TIER_WEIGHTS[loosest]
        before = WEIGHTS[narrower]
    for looser, tier in pairwise([loosest, *reversed(stricter)]):
        found[f"{Scope.TITLE}_{tier}"] = WEIGHTS[Scope.TITLE] * (TIER_WEIGHTS[tier] - TIER_WEIGHTS[looser])
    return found


def pair_weight(count: int) -> float:
    """Give what two neighbors of so many words add in a title."""
    return PAIR_WEIGHT + ROW_WEIGHT / max(1, count - 1)


def least_words(rung: Rung, count: int) -> int:
    """Give how many of so many words a rung wants."""
    return {Rung.MOST: max(1, count - 1), Rung.SOME: (count + 1) // 2}.get(rung, count)


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
