"""Where documents come from: engines ask a source, so that each reads afresh, at the moment when it writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Protocol

from search.documents import SearchDocument, every_producer, every_product, producer_documents, product_documents
from search.page_documents import page_documents, village_documents


class DocumentSource(Protocol):
    """Gives documents as they are now."""

    def __iter__(self) -> Iterator[SearchDocument]:
        """Give every document, in every language; each time anew."""
        ...

    def of(self, keys: Collection[str]) -> Iterator[SearchDocument]:
        """Give the documents of these keys that there are."""
        ...


class ShopDocuments:
    """What can be found in the shop, read from its database."""

    def __iter__(self) -> Iterator[SearchDocument]:
        """Give products, producers, pages and villages, a few hundred in memory at a time."""
        return chain(every_product(), every_producer(), page_documents(), village_documents())

    def of(self, keys: Collection[str]) -> Iterator[SearchDocument]:
        """Give the documents of these keys that are to be found today."""
        ids: dict[str, list[int]] = {}
        for key in keys:
            kind, _, number = key.rpartition("-")
            ids.setdefault(kind, []).append(int(number))
        readers = {"product": product_documents, "producer": producer_documents, "page": page_documents, "place": village_documents}
        return chain.from_iterable(readers[kind](found) for kind, found in ids.items())


class GivenDocuments:
    """A fixed list, for measurements and tests."""

    def __init__(self, documents: Iterable[SearchDocument] = ()) -> None:
        self._documents = list(documents)

    def __iter__(self) -> Iterator[SearchDocument]:
        """Give the list."""
        return iter(self._documents)

    def of(self, keys: Collection[str]) -> Iterator[SearchDocument]:
        """Give those of the list that bear one of these keys."""
        wanted = set(keys)
        return (document for document in self._documents if document.key in wanted)


def all_documents() -> DocumentSource:
    """Give the source of everything that can be found in the shop."""
    return ShopDocuments()
