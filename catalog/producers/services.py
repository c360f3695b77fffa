"""Change producers, with a trace. Saving announces the change, in its transaction."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.producers.errors import UnableToChangeState
from catalog.producers.models import Producer, ProducerOldSlug, ProducerText
from catalog.producers.permissions import require
from catalog.texts.writing import Shelf

State = Producer.State
_MOVES: dict[str, set[str]] = {
    State.RECORDED: {State.APPLIED},
    State.APPLIED: {State.VERIFIED, State.SUSPENDED},
    State.VERIFIED: {State.SUSPENDED},
    State.SUSPENDED: {State.VERIFIED},
}
SHELF = Shelf(texts=ProducerText, old_slugs=ProducerOldSlug, subject="producer", unnamed="chu-the")


@transaction.atomic
def change_producer_state(*, producer: Producer, state: str, reference: str, officer: AbstractBaseUser | None) -> Producer:
    """Verify, suspend or restore a producer on a stated reference (a paper's number, a complaint's number).

    Raises:
        NotAllowed: the officer's duties do not reach this producer.
        UnableToChangeState: no reference, or the move is not one of the table above.
    """
    require(officer, producer, "producers.verify")
    locked = Producer.objects.select_for_update().get(pk=producer.pk)
    if not reference.strip():
        raise UnableToChangeState("A reference is needed: the paper that this decision rests on")
    if state not in _MOVES[locked.state]:
        raise UnableToChangeState(f"A producer cannot move from {locked.state} to {state}")
    before = locked.state
    locked.state, locked.state_reference = state, reference.strip()
    locked.state_changed_at, locked.state_changed_by_id = clock.now(), officer.pk if officer else None
    locked.save(update_fields=["state", "state_reference", "state_changed_at", "state_changed_by"])
    record_action(actor=officer, action="producers.change-state", subject=locked, before={"state": before}, after={"state": state})
    return locked


@transaction.atomic
def write_producer_text(
    *, producer: Producer, language: str, title: str, actor: AbstractBaseUser | None = None, **fields: Any
) -> ProducerText:
    """Write a producer's name and text in one language; a new name gets a new address and the old one redirects for good.

    `fields`: summary, description. The product pages and search follow, since they show the name.

    Raises:
        NotAllowed: the person is neither a member who writes nor an officer whose duties reach this producer.
    """
    require(actor, producer, "listings.write", "producers.verify")
    text = cast(ProducerText, SHELF.write(producer, language=language, title=title, fields=fields))
    if actor:
        record_action(
            actor=actor, action="producers.write-text", subject=producer, after={"language": language}, on_behalf_of_id=producer.pk
        )
    return text
