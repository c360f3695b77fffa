"""Who may hold a parcel's money back: rooms above tell for which parcels something is open, joined in `marketplace/apps.py`."""

from __future__ import annotations

from typing import Protocol


class HoldSource(Protocol):
    """Something that makes a producer's money wait, such as open complaints."""

    def __call__(self, producer_id: int) -> set[int]:
        """Give the producer's parcels for which something is open."""
        ...


_SOURCES: list[HoldSource] = []


def join_hold(source: HoldSource) -> None:
    """Let a room above hold parcels."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def leave_hold(source: HoldSource) -> None:
    """Take a source away again."""
    _SOURCES.remove(source)


def held_parcels(producer_id: int) -> set[int]:
    """Give the producer's parcels that some source holds."""
    return set().union(*(source(producer_id) for source in _SOURCES))
