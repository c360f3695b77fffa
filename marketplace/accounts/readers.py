"""Who reads what is written to a producer, and in which language."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.producers.models import Producer
from marketplace.accounts.models import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """An e-mail address, and the language of whoever reads there. `who` names them where no address may be kept."""

    who: str
    address: str
    language: str


def readers_of(producer: Producer) -> list[Reader]:
    """Give the producer's own address, else those of its owners, each in their language; a suspended one is still told.

    Nobody reads the addresses of the demo's invented producers: ./start would print these mails on the terminal.
    """
    if producer.is_sample:
        return []
    if producer.email:
        return [Reader(who="producer", address=producer.email, language="vi")]
    owners = Membership.objects.filter(producer=producer, role=Membership.Role.OWNER, user__is_active=True).select_related("user")
    return [Reader(who=str(owner.user_id), address=owner.user.email, language=owner.user.language) for owner in owners if owner.user.email]
