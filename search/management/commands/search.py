"""Search as the page does, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils.translation import override

from catalog.products.cards import ProductCard
from search.engines import SearchEngine, engine, engine_named
from search.errors import IndexUnusable
from search.facet_names import names_of
from search.facets import build_facets
from search.finding import find
from search.queries import MAX_PAGE, Dimension, OtherHit, SearchAnswer, SearchQuery, Sort, read_query
from search.way_out import WayOut, find_way_out


def read_filters(items: Iterable[str]) -> dict[Dimension, tuple[str, ...]]:
    """Read filters as the page's address has them, but strictly.

    Raises:
        CommandError: a filter that the page does not have, or a value that it does not offer.
    """
    found: dict[Dimension, tuple[str, ...]] = {}
    for item in items:
        key, sign, value = item.partition("=")
        if not sign or key not in set(Dimension):
            raise CommandError(f"Unknown filter {item!r}: KEY=VALUE, with one of {', '.join(Dimension)}")
        dimension = Dimension(key)
        if value not in names_of(dimension, {value}):
            raise CommandError(f"Unknown value {value!r} of the filter {key}")
        found[dimension] = (*found.get(dimension, ()), value)
    return found


def read_options(options: dict[str, Any]) -> SearchQuery:
    """Give the question that the options ask.

    Raises:
        CommandError: one of them is not understood.
    """
    if options["sort"] not in set(Sort):
        raise CommandError(f"Unknown sort {options['sort']!r}: one of {', '.join(Sort)}")
    if not 1 <= options["page"] <= MAX_PAGE:
        raise CommandError(f"Unknown page {options['page']}: 1 to {MAX_PAGE}")
    typed = QueryDict(mutable=True)
    typed["q"] = options["query"]
    query = read_query(typed, language=options["language"])
    return replace(query, sort=Sort(options["sort"]), page=options["page"], filters=read_filters(options["filter"]))


def read_engine(name: str) -> SearchEngine:
    """Give the engine of this name, else the one that answers the page.

    Raises:
        CommandError: there is none here.
    """
    try:
        return engine_named(name) if name else engine()
    except ValueError as error:
        raise CommandError(str(error)) from error


def as_hit(found: ProductCard | OtherHit) -> dict[str, Any]:
    """Give a hit as plain values; what is no product has neither stars nor a price."""
    if isinstance(found, OtherHit):
        return {"kind": found.kind, "title": found.title, "url": found.url, "stars": None, "price": None}
    stars, price = found.badge.stars if found.badge else None, None if found.price is None else int(found.price)
    return {"kind": "product", "title": found.title, "url": found.url, "stars": stars, "price": price}


def as_json(answer: SearchAnswer) -> dict[str, Any]:
    """Give an answer as plain values; products first, then what else was found."""
    found: list[ProductCard | OtherHit] = [*answer.cards, *answer.others]
    hits = [as_hit(one) for one in found]
    facets = {str(dimension): counts for dimension, counts in answer.facets.items()}
    return {"total": answer.total, "hits": hits, "facets": facets, "corrected": answer.corrected}


def as_details(answer: SearchAnswer, way_out: WayOut | None) -> dict[str, Any]:
    """Give what the page says beside the hits: what was understood, what has some of the words, where nothing leads on to."""
    ways = [*way_out.fewer, *filter(None, [way_out.unfiltered]), *way_out.spellings] if way_out else []
    return {
        "understood": [{"kind": one.kind, "words": one.words, "name": one.name} for one in answer.meanings],
        "partial": answer.is_partial,
        "near": [as_hit(card) for card in answer.near],
        "ways_out": [{"name": way.name, "url": way.url, "total": way.total} for way in ways],
        "popular": [as_hit(card) for card in way_out.popular] if way_out else [],
    }


class Command(BaseCommand):
    """Answer one question as the search page does."""

    help = "Search as the page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("query")
        parser.add_argument("--engine", choices=["embedded", "elastic"], default="", help="ask this one alone; else the first that answers")
        parser.add_argument("--json", action="store_true", help="print one JSON object: total, hits, facets, corrected")
        parser.add_argument("--details", action="store_true", help="with --json: also understood, partial, near, ways_out, popular")
        parser.add_argument("--language", choices=["vi", "en"], default="vi")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help=f"one of {', '.join(Dimension)}; repeatable")
        parser.add_argument("--sort", default=Sort.RELEVANCE, help=", ".join(Sort))
        parser.add_argument("--page", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer."""
        asked = read_engine(options["engine"])
        with override(options["language"]):
            query = read_options(options)
            try:
                answer = find(query, asked)
                way_out = None if answer.total else find_way_out(query, answer, build_facets(query, answer), engine=asked)
            except IndexUnusable as error:
                raise CommandError(f"The index of {asked.name} cannot be used ({error}): manage.py search_index rebuild") from error
            except Exception as error:  # whatever the client of a named engine raises; the page's chain raises nothing
                if not options["engine"]:
                    raise
                raise CommandError(f"The engine {asked.name} does not answer: {type(error).__name__}") from error
            plain, details = as_json(answer), as_details(answer, way_out)
        if options["json"]:
            self.stdout.write(json.dumps(plain | (details if options["details"] else {}), ensure_ascii=False, indent=2))
        else:
            self._print(plain, details)

    def _print(self, answer: dict[str, Any], details: dict[str, Any]) -> None:
        said = [f"{answer['total']} products"]
        said += [f"searched for: {answer['corrected']}"] if answer["corrected"] else []
        said += [f"understood: {', '.join(one['name'] for one in details['understood'])}"] if details["understood"] else []
        said += ["none has all of the words"] if details["partial"] else []
        self.stdout.write("; ".join(said))
        self._print_hits("", answer["hits"])
        self._print_hits("Some of the words:", details["near"])
        for way in details["ways_out"]:
            self.stdout.write(f"Try: {way['name']} ({way['total']})  {way['url']}")
        self._print_hits("Often bought, or new:", details["popular"])

    def _print_hits(self, heading: str, hits: list[dict[str, Any]]) -> None:
        if heading and hits:
            self.stdout.write(heading)
        for hit in hits:
            price = "" if hit["price"] is None else hit["price"]
            self.stdout.write(f"{hit['kind']:9} {'★' * (hit['stars'] or 0):5} {price:>10} {hit['title']}  {hit['url']}")
