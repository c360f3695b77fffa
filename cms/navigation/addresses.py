"""A page's own address and its address in each language, for the head of the page and the language switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from catalog.lib.languages import Language, current_language

NAMES = {Language.VIETNAMESE: "Tiếng Việt", Language.ENGLISH: "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One language of the page: `url` leads there from a click, `address` is the full one for search engines."""

    code: str
    name: str
    url: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddresses:
    """`is_translated` says whether the page itself told its other languages; otherwise they are a guess from the path."""

    canonical: str
    languages: list[LanguageLink]
    is_translated: bool


def _full(url: str) -> str:
    return url if "://" in url else settings.BASE_URL + url


def page_addresses(request: HttpRequest, alternates: Mapping[str, str] | None) -> PageAddresses:
    """Give the addresses of the page of `request`; a language without its own page leads to the same path in that language."""
    known, current = alternates or {}, current_language()
    languages = []
    for code, name in NAMES.items():
        url = known.get(code) or translate_url(request.get_full_path(), code)
        languages.append(LanguageLink(code=code.value, name=name, url=url, address=_full(url), is_current=code == current))
    own = known.get(current) or request.path
    return PageAddresses(canonical=_full(own), languages=languages, is_translated=len(known) > 1)
