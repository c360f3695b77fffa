"""`{% product_card card %}`: one card of a list."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalog.lib.languages import current_language
from catalog.products.cards import ProductCard

register = template.Library()

# About 2 KB each.
KEPT_CARDS = 4096


@register.simple_tag
def product_card(card: ProductCard, eager: bool = False) -> SafeString:
    """Write a card; `eager` where it is on the first screen, so that its picture is not put off.

    A card is a function of its values and the language, so what was written once is kept: a list of 24 cards costs a third.
    """
    return _write(card, current_language(), eager) if settings.DEBUG else _kept(card, current_language(), eager)


def _write(card: ProductCard, language: str, eager: bool) -> SafeString:
    return render_to_string("components/product_card.html", {"card": card, "eager": eager})


_kept = lru_cache(maxsize=KEPT_CARDS)(_write)
