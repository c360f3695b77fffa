"""Read the interface texts out of code and templates, as makemessages does, without any program outside the lock."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from tests.architecture.sources import ROOT, STOREYS, storey_files

PLAIN = ("_", "gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy")
KEYWORDS = (*PLAIN, *PLURAL, "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")

Text = tuple[str, str]  # context, English


def template_files() -> list[Path]:
    """Give every template, also those that lie inside a room."""
    folders = [ROOT / "templates", *(ROOT / storey for storey in STOREYS)]
    return [path for folder in folders for kind in ("*.html", "*.txt") for path in sorted(folder.rglob(kind)) if _is_template(path)]


def _is_template(path: Path) -> bool:
    return "templates" in path.parts


def _read(source: str) -> Iterator[Text]:
    for _line, function, words, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        parts = [words] if isinstance(words, str) else list(words or ())
        has_context = function.startswith(("pgettext", "npgettext"))
        context, english = (parts[0], parts[1]) if has_context and len(parts) > 1 else ("", parts[0] if parts else None)
        if isinstance(english, str) and english:
            yield str(context or ""), english


def texts_of(path: Path) -> set[Text]:
    """Give the texts that one file marks for translation."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return set(_read(source))
    # What Django makes of a template has its calls on indented lines, which Python's tokenizer refuses.
    return set(_read("\n".join(line.strip() for line in templatize(source).splitlines())))


def interface_texts() -> dict[Text, str]:
    """Give all texts, each with one file that uses it."""
    return {text: path.relative_to(ROOT).as_posix() for path in (*storey_files(), *template_files()) for text in texts_of(path)}


_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
_SILENT = re.compile(
    r"{#.*?#}|{% comment.*?endcomment %}|{% blocktrans(?:late)?\b.*?endblocktrans(?:late)? %}|<(style|script)\b.*?</\1>", re.S
)
_SPOKEN_ATTRIBUTES = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')


def bare_texts(source: str) -> list[str]:
    """Give the words of a template that stand outside every translation tag and that a visitor would read or hear."""
    text = _TAGS.sub(" ", _SILENT.sub("", source))
    spoken = _SPOKEN_ATTRIBUTES.findall(text)
    shown = re.sub(r"&#?\w+;", "", re.sub(r"<[^>]*>", "\n", text)).splitlines()
    return [words.strip() for words in (*spoken, *shown) if re.search(r"[^\W\d_]{2,}", words)]
