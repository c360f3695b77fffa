"""What rooms above say against ending a parcel, such as a complaint that has sent its money back; joined in `marketplace/apps.py`."""

from __future__ import annotations

from typing import Protocol


class Objection(Protocol):
    """Something by which a parcel's money has moved already, so that undoing its sale would count goods twice."""

    def __call__(self, parcel_id: int) -> bool:
        """Whether this parcel may not be cancelled or refused any more. Asked under the order's lock."""
        ...


_OBJECTIONS: list[Objection] = []


def join_objection(objection: Objection) -> None:
    """Let a room above object."""
    if objection not in _OBJECTIONS:
        _OBJECTIONS.append(objection)


def is_objected_to(parcel_id: int) -> bool:
    """Whether some room objects to ending the parcel."""
    return any(objection(parcel_id) for objection in _OBJECTIONS)
