"""What the department's officers change about the search. Who may do so is asked by the caller; all of it is audited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from catalog.audit.services import record_action
from search.favors import forget_favors
from search.lexicon import forget_lexicons
from search.models import Favor, Occasion

_TOLD: dict[type[models.Model], tuple[str, ...]] = {
    Favor: ("product_id", "group_id", "valid_from", "valid_to", "percent"),
    Occasion: ("code", "phrases", "goods", "is_active"),
}


def _facts(subject: models.Model | None) -> dict[str, Any]:
    if subject is None:
        return {}
    values = {name: getattr(subject, name) for name in _TOLD[type(subject)]}
    return {name: value if isinstance(value, (str, int, bool, type(None))) else value.isoformat() for name, value in values.items()}


def _keep(subject: models.Model, officer: AbstractBaseUser, name: str) -> None:
    subject.full_clean()
    old = type(subject)._default_manager.select_for_update().filter(pk=subject.pk).first() if subject.pk else None
    subject.save()
    record_action(
        actor=officer, action=f"search.{'change' if old else 'add'}_{name}", subject=subject, before=_facts(old), after=_facts(subject)
    )


@transaction.atomic
def keep_favor(*, favor: Favor, officer: AbstractBaseUser) -> Favor:
    """Write a new or changed favor with its officer.

    Raises:
        ValidationError: not exactly one thing, a weight or a time out of bounds, no reason.
    """
    favor.officer = officer  # type: ignore[assignment]  # the shop's own user model
    _keep(favor, officer, "favor")
    forget_favors()
    return favor


@transaction.atomic
def keep_occasion(*, occasion: Occasion, officer: AbstractBaseUser) -> Occasion:
    """Write a new or changed occasion.

    Raises:
        ValidationError: no name, no phrase, no goods, or a code that another one has.
    """
    _keep(occasion, officer, "occasion")
    forget_lexicons()
    return occasion
