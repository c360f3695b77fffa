"""The signed link of a mail: whoever holds it files papers for that award in that producer's name, without an account."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from catalog.certification.models import Award
from catalog.producers.models import Producer
from marketplace.renewals.selectors import holders_of

_SIGNER = Signer(salt="renewals.link")
_LENGTH = 22  # of 43 characters: 132 bits


def _signature(award: Award, producer: Producer) -> str:
    return _SIGNER.signature(f"{award.pk}:{producer.pk}")[:_LENGTH]


def renewal_link(award: Award, producer: Producer, language: str) -> str:
    """Give the path of the page on which a producer files papers."""
    with override(language):
        return reverse("renewals:award-by-link", args=[award.code, producer.pk, _signature(award, producer)])


def holder_for_link(award: Award, producer_id: int, signature: str) -> Producer:
    """Give the producer in whose name the link acts.

    Raises:
        BadSignature: the link was not made by this shop.
        Producer.DoesNotExist: this producer no longer makes or sells the product of the award.
    """
    producer = Producer.objects.prefetch_related("texts").get(pk=producer_id)
    if not constant_time_compare(signature, _signature(award, producer)):
        raise BadSignature(signature)
    if producer not in holders_of(award):
        raise Producer.DoesNotExist
    return producer
