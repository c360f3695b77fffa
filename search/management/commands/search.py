"""Search as the page does, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils.translation import override

from search.finding import find
from search.queries import SearchAnswer, read_query


def as_json(answer: SearchAnswer) -> dict[str, Any]:
    """Give an answer as plain values; products first, then what else was found."""
    products = [
        {
            "kind": "product",
            "title": card.title,
            "url": card.url,
            "stars": card.badge.stars if card.badge else None,
            "price": None if card.price is None else int(card.price),
        }
        for card in answer.cards
    ]
    others = [{"kind": hit.kind, "title": hit.title, "url": hit.url, "stars": None, "price": None} for hit in answer.others]
    understood = [{"kind": meaning.kind, "words": meaning.words, "name": meaning.name} for meaning in answer.meanings]
    facets = {str(dimension): counts for dimension, counts in answer.facets.items()}
    return {"total": answer.total, "hits": products + others, "facets": facets, "corrected": answer.corrected, "understood": understood}


class Command(BaseCommand):
    """Answer one question as the search page does."""

    help = "Search as the page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("query")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", choices=["vi", "en"], default="vi")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help="group, stars, place, kind, price, stock")
        parser.add_argument("--sort", default="relevance", help="relevance, price, -price, newest")
        parser.add_argument("--page", default="1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer."""
        parameters = QueryDict(mutable=True)
        parameters.update({"q": options["query"], "sort": options["sort"], "page": options["page"]})
        for item in options["filter"]:
            key, _, value = item.partition("=")
            parameters.appendlist(key, value)
        with override(options["language"]):
            answer = as_json(find(read_query(parameters, language=options["language"])))
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for hit in answer["hits"]:
            self.stdout.write(f"{hit['kind']:9} {'★' * (hit['stars'] or 0):5} {hit['price'] or '':>10} {hit['title']}  {hit['url']}")
        corrected = f" (searched for: {answer['corrected']})" if answer["corrected"] else ""
        self.stdout.write(f"{answer['total']} products{corrected}")
