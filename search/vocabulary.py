"""The words of an index, to mend slips: a known word one slip away, Telex left-overs, syllables typed as one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from catalog.lib.vietnamese import words
from search.documents import SearchDocument
from search.words import KEPT_NAMES, bare, slips, untelex

# What a change of a word costs; the cheapest sentences are tried first.
TELEX, SPLIT, SPLIT_APART, SLIP, SLIP_OF_KNOWN, UNKNOWN = 0.3, 0.4, 1.1, 1.0, 0.7, 4.0
PAIR_BONUS = 0.6
PRODUCT_WEIGHT = 20
BEAM = 24
MIN_SLIP_LENGTH = 2
LONGEST_JOINED = 24


@dataclass(frozen=True, slots=True)
class _Option:
    """What one typed word may have been."""

    words: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a text, each behind its bare form, and the bare ones that stand side by side."""

    words: tuple[tuple[str, str], ...]
    pairs: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Said:
        found = words(text)
        keys = [bare(word) for word in found]
        return cls(tuple(zip(keys, found, strict=True)), tuple(f"{one} {other}" for one, other in pairwise(keys)))


# Makers and places have many goods: their names are cut once.
_kept_said = lru_cache(maxsize=KEPT_NAMES)(_Said.of)


class VocabularyBuilder:
    """Collects words while an index is filled; keeps counts, not texts."""

    def __init__(self) -> None:
        self._spellings: dict[str, dict[str, int]] = {}
        self._pairs: set[str] = set()

    def add(self, document: SearchDocument) -> None:
        """Take in a document's title, maker and places; what products are called is typed most."""
        self._take(_Said.of(document.title), PRODUCT_WEIGHT if document.kind == "product" else 1)
        self._take(_kept_said(document.maker), 1)
        self._take(_kept_said(document.names), 1)

    def _take(self, said: _Said, weight: int) -> None:
        for key, word in said.words:
            spellings = self._spellings.setdefault(key, {})
            spellings[word] = spellings.get(word, 0) + weight
        self._pairs.update(said.pairs)

    def build(self) -> Vocabulary:
        """Give the vocabulary of what was taken in."""
        known = {key: (max(spellings, key=spellings.__getitem__), sum(spellings.values())) for key, spellings in self._spellings.items()}
        return Vocabulary(known, frozenset(self._pairs))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known words by their bare form, each with its most frequent spelling and its count; and which stand side by side."""

    known: dict[str, tuple[str, int]] = field(default_factory=dict)
    pairs: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Vocabulary:
        """Rebuild what `as_json` gave."""
        return cls({key: (spelling, count) for key, (spelling, count) in values["words"].items()}, frozenset(values["pairs"]))

    def as_json(self) -> dict[str, Any]:
        """Give plain values to keep."""
        return {"words": self.known, "pairs": sorted(self.pairs)}

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """Read what `write` wrote."""
        return cls.from_json(json.loads(path.read_text()))

    def write(self, path: Path) -> None:
        """Keep the vocabulary in a file."""
        new = path.with_suffix(".new")
        new.write_text(json.dumps(self.as_json(), ensure_ascii=False))
        new.replace(path)

    def grown(self, documents: Iterable[SearchDocument]) -> Vocabulary | None:
        """Give the vocabulary with the words of changed documents, or none where they bring no new one.

        Words that are gone stay until the next rebuild, and counts do: they only weigh corrections.
        """
        builder = VocabularyBuilder()
        for document in documents:
            builder.add(document)
        more = builder.build()
        if more.known.keys() <= self.known.keys() and more.pairs <= self.pairs:
            return None
        return Vocabulary({**more.known, **self.known}, self.pairs | more.pairs)

    def knows_all(self, text: str) -> bool:
        """Whether every word stands in some title, maker or place."""
        return all(bare(word) in self.known for word in words(text))

    def _slips(self, word: str, cost: float) -> list[_Option]:
        key = bare(word)
        if len(key) < MIN_SLIP_LENGTH or key.isdigit():
            return []
        near = {other for other in slips(key) if other in self.known and other != key}
        return [_Option((self.known[other][0],), cost - 0.05 * math.log1p(self.known[other][1])) for other in near]

    def _splits(self, key: str, depth: int = 4) -> list[tuple[str, ...]]:
        """Give the ways to cut a word into known syllables that stand side by side somewhere."""
        ways: list[tuple[str, ...]] = [(key,)] if key in self.known else []
        if depth > 1:
            for cut in range(1, len(key)):
                if key[:cut] in self.known:
                    ways += [(key[:cut], *rest) for rest in self._splits(key[cut:], depth - 1) if f"{key[:cut]} {rest[0]}" in self.pairs]
        return ways

    def _options(self, word: str) -> list[_Option]:
        key = bare(word)
        if key in self.known:
            return [_Option((word,), 0.0), *self._slips(word, SLIP_OF_KNOWN)]
        options = [_Option((word,), UNKNOWN), *self._slips(word, SLIP)]
        meant = untelex(word)
        if bare(meant) in self.known:
            options.append(_Option((self.known[bare(meant)][0],), TELEX))
        if len(key) <= LONGEST_JOINED:
            options += [_Option(tuple(self.known[part][0] for part in way), SPLIT) for way in self._splits(key) if len(way) > 1]
            halves = [(key[:cut], key[cut:]) for cut in range(2, len(key) - 1)]
            apart = [half for half in halves if all(part in self.known for part in half)]
            options += [_Option(tuple(self.known[part][0] for part in half), SPLIT_APART) for half in apart]
        return options

    def corrections(self, text: str, limit: int = 8) -> list[str]:
        """Give texts likelier than this one, the likeliest first; a known word may be a slip of another, too."""
        beam: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for word in words(text)[:16]:
            options = self._options(word)
            grown = [
                (cost + option.cost - self._bonus(said, option.words), (*said, *option.words)) for cost, said in beam for option in options
            ]
            beam = sorted(grown)[:BEAM]
        same = tuple(words(text)[:16])
        typed = sum(UNKNOWN for word in same if bare(word) not in self.known) - self._bonus((), same)
        return [" ".join(said) for cost, said in beam if cost < typed and said != same][:limit]

    def _bonus(self, said: tuple[str, ...], more: tuple[str, ...]) -> float:
        chain = (*said[-1:], *more)
        return PAIR_BONUS * sum(f"{bare(one)} {bare(other)}" in self.pairs for one, other in pairwise(chain))
