"""What the buttons of a row's page ask for, each one call of the registry's services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.registry.corrections import CORRECTABLE
from catalog.registry.errors import UnableToReview
from catalog.registry.models import Record
from catalog.registry.reading.facts import read_day
from catalog.registry.reviewing import correct_from_record, decide_link, decide_record, resolve_absence
from marketplace.department_desk.comparing import paper_side

FIELD = "fact-"


def _why(said: QueryDict) -> str:
    return said.get("why", "")[:300]


def corrections_in(record: Record, said: QueryDict) -> dict[str, str]:
    """Give the values that the officer has written otherwise than the page showed them."""
    shown = paper_side(record) | {"issuing_body": str(record.issuing_body_id or "")}
    written = {name: " ".join(said.get(FIELD + name, shown[name]).split()) for name in CORRECTABLE}
    return {name: text for name, text in written.items() if text != shown[name]}


def _accept(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    decide_record(record=record, accept=True, why=_why(said), officer=officer, corrections=corrections_in(record, said))


@transaction.atomic
def _accept_and_link(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    _accept(record, said, officer)
    decide_link(record=record, product_id=record.product_id, why=_why(said), officer=officer)


def _reject(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    decide_record(record=record, accept=False, why=_why(said), officer=officer)


def _follow(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    if record.former is None:
        raise UnableToReview(_("No former record was found for this row"))
    fixed = corrections_in(record, said)
    decide_record(record=record, accept=True, why=_why(said), officer=officer, corrections=fixed, follows=record.former)


def _correct_award(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    correct_from_record(record=record, why=_why(said), officer=officer)


def _link(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    chosen = said.get("product", "")
    product_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 else record.product_id
    decide_link(record=record, product_id=product_id, why=_why(said), officer=officer)


def _no_link(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    decide_link(record=record, product_id=None, why=_why(said), officer=officer)


def _answer(record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    answer = cast(Literal["keep", "revoke", "withdraw"], said.get("act", ""))
    try:
        day = read_day(said.get("on", ""))
    except ValueError as error:
        raise UnableToReview(_("This cannot be read: “%(value)s”") % {"value": said.get("on", "")[:80]}, field="on") from error
    number = said.get("revoked_by", "").strip()[:60]
    resolve_absence(record=record, answer=answer, why=_why(said), officer=officer, decision=number, on=day.day if day else None)


ACTS: dict[str, Callable[[Record, QueryDict, AbstractBaseUser], None]] = {
    "accept": _accept,
    "accept-link": _accept_and_link,
    "follow": _follow,
    "reject": _reject,
    "correct": _correct_award,
    "link": _link,
    "no-link": _no_link,
    "keep": _answer,
    "revoke": _answer,
    "withdraw": _answer,
}


def decide(*, record: Record, said: QueryDict, officer: AbstractBaseUser) -> None:
    """Do what the pressed button says (`act`).

    Raises:
        UnableToReview: no such button, or the service refuses; the message is for the officer, and nothing was changed.
    """
    act = ACTS.get(said.get("act", ""))
    if act is None:
        raise UnableToReview(_("Press one of the buttons of the page"))
    act(record, said, officer)
