"""Find what is meant: understand the phrases, take words as strictly as finds anything, then mend slips, then ask for less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from catalog.lib.vietnamese import fold, words
from catalog.products.cards import ProductCard
from search.engines import SearchEngine
from search.engines import engine as present_engine
from search.engines.guarded import one_question
from search.favors import favored_today
from search.lexicon import lexicon_for, rates_for
from search.meanings import understand
from search.queries import Meaning, Rung, Scope, SearchAnswer, SearchQuery
from search.words import bare, has_marks

# From so many words on, one may be too many.
MOST_FROM = 2
# With fewer hits than this, near ones are shown below them.
FEW = 10
STRICT = (Rung.EXACT, Rung.TONE, Rung.FOLD)


def _meant(query: SearchQuery, text: str) -> SearchQuery:
    """Give the question with the phrases of `text` understood."""
    understood = understand(text, lexicon_for(query.language), rates_for(query.today))
    return replace(query, text=understood.text, phrase=understood.phrase, meanings=understood.meanings, rung=Rung.FOLD)


def _rungs(query: SearchQuery) -> tuple[Rung, ...]:
    """Give the strict rungs that differ for these words: without marks they are all the same."""
    return STRICT if any(has_marks(word) for word in words(query.text)) else (Rung.FOLD,)


def _narrows(meaning: Meaning) -> bool:
    """Whether it is of the product alone: makers and stories have neither stars nor a price."""
    return meaning.kind in ("stars", "price")


def _relaxed(meant: SearchQuery) -> Iterator[SearchQuery]:
    """Give the question without one understood star or price, then without all of them, the place and occasion, then a word."""
    narrowing = [meaning for meaning in meant.meanings if _narrows(meaning)]
    others = tuple(meaning for meaning in meant.meanings if meaning not in narrowing)
    for dropped in narrowing:
        yield replace(meant, meanings=tuple(meaning for meaning in meant.meanings if meaning != dropped))
    if len(narrowing) > 1:
        yield replace(meant, meanings=others)
    if meant.text and others:
        yield replace(meant, phrase=meant.text, meanings=())
    if len(words(meant.text)) + len(others) > MOST_FROM:
        yield replace(meant, meanings=others, rung=Rung.MOST)


def _attempts(engine: SearchEngine, query: SearchQuery) -> Iterator[tuple[SearchQuery, str]]:
    """Give questions to try, the nearest to the typed one first, each with the text that was corrected, if it was.

    First words are wanted in names, not just somewhere in a text, where a slip is soon found, too.
    """
    meant = _meant(query, query.text)
    for rung in _rungs(meant):
        yield replace(meant, rung=rung, scope=Scope.NAMES), ""
    words_known = engine.vocabulary(query.language)
    corrections = words_known.corrections(query.text)
    if not words_known.knows_all(meant.text):
        for text in corrections:
            yield replace(_meant(query, fold(text)), scope=Scope.NAMES), text
    yield meant, ""
    for text in corrections:
        yield _meant(query, fold(text)), text
    for relaxed in _relaxed(meant):
        yield relaxed, ""
    for text in corrections[:2]:
        corrected = _meant(query, fold(text))
        for relaxed in (*_relaxed(corrected), replace(corrected, rung=Rung.SOME)):
            yield relaxed, text
    for phrase in dict.fromkeys((meant.phrase, fold(meant.phrase))):
        yield replace(meant, meanings=(), text=phrase, phrase=phrase, rung=Rung.SOME), ""


def choose_question(query: SearchQuery, engine: SearchEngine) -> tuple[SearchQuery, str]:
    """Give the first attempt that finds a product, whatever filters are ticked, so that counts stay steady under them.

    Before half of the words are given up, makers, stories and places that have all of them are taken.
    """
    if not query.text:
        return query, ""
    meant = _meant(query, query.text)
    for attempt, corrected in _attempts(engine, query):
        if attempt.rung is Rung.SOME and meant.is_ranked and engine.count(replace(meant, filters={}), products_only=False):
            return meant, ""
        if engine.count(replace(attempt, filters={})):
            return replace(attempt, scope=Scope.TEXT), corrected
    return meant, ""


@one_question()
def find(query: SearchQuery, engine: SearchEngine | None = None) -> SearchAnswer:
    """Answer one typed question as the search page does."""
    engine = engine or present_engine()
    query = replace(query, favored=favored_today(query.today))
    chosen, corrected = choose_question(query, engine)
    answer = engine.search(chosen)
    is_other = corrected.casefold() != " ".join(words(query.text)) and bool(answer.total or answer.others)
    said = _meant(query, corrected or query.text).meanings
    is_partial = bool(answer.total) and (chosen.rung in (Rung.MOST, Rung.SOME) or len(chosen.meanings) < len(said))
    return replace(
        answer,
        corrected=_as_called(corrected, query.text, answer) if is_other else "",
        meanings=chosen.meanings,
        is_partial=is_partial,
        near=_near(chosen, answer, engine),
        named=answer.named if answer.total >= FEW and len(words(chosen.text)) >= MOST_FROM else 0,
    )


def _as_called(corrected: str, typed: str, answer: SearchAnswer) -> str:
    """Spell a corrected text as the first product does that has all of its words; marks that were typed stay.

    Of two words with the same letters the index keeps one spelling, the more frequent one: straws before honey, `ống` before `ong`.
    """
    found, said = words(corrected), words(typed)
    for card in answer.cards[:FEW]:
        called = {bare(word): word for word in words(card.title)}
        if all(bare(word) in called for word in found):
            return " ".join(word if has_marks(word) and word in said else called[bare(word)] for word in found)
    return corrected


def _near(chosen: SearchQuery, answer: SearchAnswer, engine: SearchEngine) -> tuple[ProductCard, ...]:
    """Give what has some of the words where few products have all: the buyer of one kind of rice may take another."""
    if not chosen.is_ranked or chosen.rung is Rung.SOME or not 0 < answer.total < FEW or answer.page < answer.pages:
        return ()
    narrowing = tuple(filter(_narrows, chosen.meanings))
    some = replace(
        chosen, text=chosen.phrase or chosen.text, meanings=narrowing, rung=Rung.SOME, page=1, page_size=FEW + answer.total, facets=()
    )
    shown = {card.id for card in answer.cards}
    return tuple(card for card in engine.search(some).cards if card.id not in shown)[: FEW - answer.total]
