"""What buyers ask: kinds, kinds and places, makers, whole names; a third without marks. Needs no Django."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from catalog.lib.vietnamese import fold

TYPED_LENGTHS = (2, 3, 4, 6)


def wording(chance: Random, title: str, maker: str, place: str) -> str:
    """Give a question that has to do with a product of this name, maker and place."""
    words = title.split()
    kind = " ".join(words[:2])
    text = chance.choice((kind, f"{kind} {place}", f"{kind} {' '.join(words[-2:])}", " ".join(maker.split()[-2:]), title))
    return fold(text) if chance.random() < 1 / 3 else text


def typed(texts: list[str]) -> Iterator[str]:
    """Give how questions begin while they are typed."""
    for text in texts:
        yield from (text[:length] for length in TYPED_LENGTHS if length <= len(text))
