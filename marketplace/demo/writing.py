"""Turn the written files of the demo shop into pages, one file for a page and its translation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from wagtail.models import Page

from catalog.lib import clock
from catalog.lib.languages import Language
from catalog.lib.vietnamese import nfc
from marketplace.demo.keys import product_for

FOLDER = Path(__file__).parent / "data"
# A page and its translation share a key made of the file's name, the same on every machine.
NAMESPACE = UUID("6b1f6f0e-3f2b-4c55-9a39-1c3a3f0c7a51")
PARAGRAPH_BREAK = "\n\n"
LIST_ITEM = "- "

Block = tuple[str, Any]


def read_files(room: str) -> dict[str, dict[str, Any]]:
    """Give the written files of a room by their names, in the order that their `order` states."""
    files = {path.stem: read_file(path) for path in sorted((FOLDER / room).glob("*.toml"))}
    return dict(sorted(files.items(), key=lambda item: item[1].get("order", 0)))


def read_file(path: Path) -> dict[str, Any]:
    """Read one written file, in composed Unicode."""
    return tomllib.loads(nfc(path.read_text(encoding="utf-8")))


def rich_text(text: str) -> str:
    """Give paragraphs and lists as HTML: blank lines part them, `- ` begins an item; inline tags are written as such."""
    return "".join(_paragraph(part.strip()) for part in text.strip().split(PARAGRAPH_BREAK))


def _paragraph(part: str) -> str:
    if not part.startswith(LIST_ITEM):
        return f"<p>{' '.join(part.split())}</p>"
    items = (" ".join(item.split()) for item in f"\n{part}".split(f"\n{LIST_ITEM}")[1:])
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def blocks_of(parts: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Give the blocks of a body; each part of the file says by its first word what it is.

    Raises:
        ValueError: a part is of no known kind.
        Listing.DoesNotExist: a shelf names a product that has not been loaded.
    """
    return [_block(part) for part in parts]


def _block(part: Mapping[str, Any]) -> Block:
    kind = next(iter(part))
    if kind == "heading":
        return kind, part[kind]
    if kind == "text":
        return "paragraph", rich_text(part[kind])
    if kind == "quote":
        return kind, {"text": part[kind], "speaker": part["speaker"], "role": part.get("role", "")}
    if kind == "facts":
        facts = [{"name": name, "value": value} for name, value in part["list"]]
        return kind, {"title": part[kind], "facts": facts, "source": part.get("source", "")}
    if kind == "shelf":
        return kind, _shelf(part)
    if kind in {"hero", "stories", "regions"}:
        return kind, dict(part[kind])
    raise ValueError(f"No block begins with {kind!r}")


def _shelf(part: Mapping[str, Any]) -> dict[str, Any]:
    products = [product_for(key) for key in part.get("products", [])]
    return {
        "title": part["shelf"],
        "source": part.get("source", "chosen"),
        "products": products,
        "limit": part.get("limit", max(len(products), 1)),
    }


def plant(model: type[Page], parents: Mapping[str, Page], key: str, texts: Mapping[str, Mapping[str, Any]], days_ago: int = 0) -> int:
    """Publish a page in every language, the one as translation of the other; give how many were made.

    A page that stands is left alone: an editor may have changed it. `days_ago` is when the demo's readers first saw it.
    """
    translation_key = uuid5(NAMESPACE, key)
    made = 0
    for language in Language.values:
        parent = parents[language]
        if Page.objects.filter(translation_key=translation_key, locale=parent.locale_id).exists():
            continue
        first_published_at = clock.now() - timedelta(days=days_ago)
        page = model(locale=parent.locale, translation_key=translation_key, first_published_at=first_published_at, **texts[language])
        parent.add_child(instance=page)
        page.save_revision().publish()
        made += 1
    return made


def by_language(model: type[Page]) -> dict[str, Page]:
    """Give the one page of its kind in each language: home, list of stories, list of regions."""
    return {page.locale.language_code: page for page in model.objects.select_related("locale")}
