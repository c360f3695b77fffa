"""One engine in front, another behind it: what the first cannot answer in time the second answers, and nobody waits twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from catalog.lib.breaker import Breaker
from search.errors import IndexUnusable, NotIndexed
from search.freshness import with_behind
from search.queries import OtherHit, SearchAnswer, SearchQuery
from search.sources import DocumentSource
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from search.engines import SearchEngine

PAUSE_SECONDS = 15.0
# All that one page asks of the engine in front; each request has its own, shorter limit.
QUESTION_SECONDS = 0.5

Answer = TypeVar("Answer")
_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def one_question(seconds: float = QUESTION_SECONDS) -> Iterator[None]:
    """Let all that is asked inside share one time limit; also a decorator. A question within a question has the outer limit."""
    if _ends_at.get() is not None:
        yield
        return
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def breaker_before(front: SearchEngine, behind: SearchEngine, pause_seconds: float = PAUSE_SECONDS) -> Breaker:
    """Give a breaker that names both engines to the operator."""
    return Breaker(f"The search by {front.name}", pause_seconds, instead=behind.name)


class GuardedEngine:
    """An engine in front, and one behind it that is kept in step or needs no index. Guards can stand behind guards.

    `is_timed` says whether a question has a time limit in all: over a network it must, in this process the engine behind would
    only be slower.
    """

    def __init__(self, front: SearchEngine, behind: SearchEngine, breaker: Breaker | None = None, *, is_timed: bool = True) -> None:
        self.front, self.behind, self.is_timed, self.name = front, behind, is_timed, front.name
        self.breaker = breaker or breaker_before(front, behind)

    def _failed(self, error: Exception) -> None:
        self.breaker.failed(error, str(error) if isinstance(error, IndexUnusable) else "")

    def _may_ask_front(self) -> bool:
        ends_at = _ends_at.get()
        if self.is_timed and ends_at is not None and time.monotonic() > ends_at:
            # Each request was in time, but all together are not: the buyer has waited enough.
            if not self.breaker.failure:
                self._failed(TimeoutError("too slow in all"))
            return False
        return self.breaker.may_try()

    def _ask(self, ask: Callable[[SearchEngine], Answer]) -> Answer:
        if self._may_ask_front():
            try:
                answer = ask(self.front)
            except Exception as error:  # whatever is raised: refused, slow, red, missing, broken, an old mapping
                self._failed(error)
            else:
                self.breaker.succeeded()
                return answer
        return ask(self.behind)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer from the engine in front, else from the one behind."""
        asked = with_behind(query)
        return self._ask(lambda engine: engine.search(asked))

    def count(self, query: SearchQuery, *, products_only: bool = True) -> int:
        """Count in the engine in front, else in the one behind."""
        asked = with_behind(query)
        return self._ask(lambda engine: engine.count(asked, products_only=products_only))

    def suggest(self, text: str, language: str, limit: int) -> list[OtherHit]:
        """Suggest from the engine in front, else from the one behind."""
        return self._ask(lambda engine: engine.suggest(text, language, limit))

    def vocabulary(self, language: str) -> Vocabulary:
        """Give the words of the engine in front, else of the one behind."""
        return self._ask(lambda engine: engine.vocabulary(language))

    def fingerprints(self, language: str, keys: Collection[str] | None = None) -> dict[str, str]:
        """Give what the engine in front holds: verifying must not be answered by the other."""
        return self.front.fingerprints(language, keys)

    def replace(self, keys: Collection[str], source: DocumentSource) -> None:
        """Write to both; the one in front is not waited for while it is known to ail.

        Raises:
            NotIndexed: the one behind has it, the one in front does not; try again later.
        """
        self.behind.replace(keys, source)
        if not self.breaker.may_try():
            raise NotIndexed(self.breaker.failure)
        try:
            self.front.replace(keys, source)
        except Exception as error:
            self._failed(error)
            raise NotIndexed(str(error)) from error
        self.breaker.succeeded()

    def rebuild(self, source: DocumentSource) -> int:
        """Build both anew; each reads for itself, so that no copy of the catalog is held in memory."""
        self.behind.rebuild(source)
        count = self.front.rebuild(source)
        self.breaker.succeeded()
        return count

    def state(self) -> str:
        """Say how the engine in front is; where it ails, which one answers instead and why, for the operator."""
        try:
            said = self.front.state()
        except Exception as error:
            said = type(error).__name__
        ailment = self.breaker.recent_failure() if said == "ok" else said
        return f"{self.behind.name}: {ailment}" if ailment else "ok"
