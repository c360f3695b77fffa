"""Answer questions as stock Oscar's search page does: `python -m bench.stock.find QUESTIONS OUT`; the first ten titles of each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from haystack.query import SearchQuerySet  # noqa: E402
from oscar.apps.catalogue.models import Product  # noqa: E402
from oscar.apps.search.forms import SearchForm  # noqa: E402


def find(text: str) -> list[str]:
    """Ask Oscar's own form."""
    form = SearchForm({"q": text}, searchqueryset=SearchQuerySet().models(Product), selected_facets=[])
    return [hit.object.title for hit in form.search()[:10] if hit.object]


questions = json.loads(Path(sys.argv[1]).read_text())
Path(sys.argv[2]).write_text(json.dumps({text: find(text) for text in questions}, ensure_ascii=False))
