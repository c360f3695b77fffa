"""A form keeps its token: a template included with `only` gets none, and every browser's POST would be refused."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT

ONLY = re.compile(r'{% include "([^"]+)"(?:(?!%}).)* only %}')
TEMPLATES = ROOT / "templates"


def test_no_form_is_included_without_its_token():
    pages = [path for path in TEMPLATES.rglob("*.html") if ONLY.search(path.read_text())]
    assert len(pages) > 20
    tokenless = [(page.name, name) for page in pages for name in ONLY.findall(page.read_text())]
    assert [(page, name) for page, name in tokenless if "csrf_token" in (TEMPLATES / name).read_text()] == []
