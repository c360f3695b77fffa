"""Answer questions by Wagtail's database search: `python -m bench.wares.find PRODUCTS QUESTIONS OUT`; the first ten titles of each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402

from bench.wares.models import Ware  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
rows = json.loads(Path(sys.argv[1]).read_text())["products"]
Ware.objects.all().delete()
Ware.objects.bulk_create(Ware(title=row["title"], summary=row["summary"]) for row in rows)
call_command("update_index", verbosity=0)
backend = get_search_backend()
found = {text: [ware.title for ware in backend.search(text, Ware)[:10]] for text in json.loads(Path(sys.argv[2]).read_text())}
Path(sys.argv[3]).write_text(json.dumps(found, ensure_ascii=False))
