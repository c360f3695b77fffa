"""The stars of a product over time, as both engines keep them: spans that do not overlap, each with one number of stars."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from search.documents import Certificate

# So many spans are kept, the latest first: the one in force, one to follow, one before.
SLOTS = (1, 2, 3)


def spans(certificates: Collection[Certificate]) -> list[tuple[int, int, int]]:
    """Give (stars, first day, first day without) of each span, the latest first; where two hold, the one that began later counts.

    That is the badge's rule. Since spans do not overlap, a product is counted once whatever the day.
    """
    days = sorted({day for one in certificates for day in (one.since, one.until)})
    found: list[tuple[int, int, int]] = []
    for begin, end in pairwise(days):
        holding = [one for one in certificates if one.since <= begin < one.until]
        if not holding:
            continue
        stars = max(holding, key=lambda one: one.since).stars
        if found and found[-1][0] == stars and found[-1][2] == begin:
            found[-1] = (stars, found[-1][1], end)
        else:
            found.append((stars, begin, end))
    return found[: -len(SLOTS) - 1 : -1]
