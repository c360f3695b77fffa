"""Read producers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from catalog.lib.languages import Language
from catalog.producers.models import Producer, ProducerText
from catalog.texts.models import best_text


def producer_for_page(producer_id: int) -> Producer:
    """Read a producer with texts and place; a suspended one has no page.

    Raises:
        Producer.DoesNotExist: none, or suspended.
    """
    query = Producer.objects.select_related("place__parent").prefetch_related("texts", "place__texts", "place__parent__texts")
    return query.exclude(state=Producer.State.SUSPENDED).get(pk=producer_id)


def producer_text(producer: Producer, language: str) -> ProducerText:
    """Give the best text for a reader of `language`.

    Raises:
        ProducerText.DoesNotExist: the producer has no text at all.
    """
    text = best_text(producer.texts.all(), language)
    if text is None:
        raise ProducerText.DoesNotExist("A producer without any text")
    return text


def producer_alternates(producer: Producer) -> dict[str, str]:
    """Give the page's address in each language."""
    addresses = {}
    for code in Language.values:
        with override(code):
            addresses[code] = reverse("producers:producer-detail", args=[producer_text(producer, code).slug])
    return addresses
