"""Officers keep the rules that postings follow. Who may do so is asked by the caller; each change is one entry of the audit log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction

from catalog.audit.services import record_action
from catalog.lib import clock
from catalog.producers.models import Producer
from catalog.products.models import Listing
from marketplace.ledger.errors import RuleRefused
from marketplace.ledger.models import CommissionRate, DeclaredNature, TaxResidence, WithholdingRate


def _keep(rule: models.Model, action: str, officer: AbstractBaseUser, after: dict[str, Any]) -> None:
    try:
        rule.full_clean()
    except ValidationError as error:
        raise RuleRefused("; ".join(error.messages)) from error
    rule.save()
    record_action(actor=officer, action=action, subject=rule, after=after)


def _from_tomorrow(day: date) -> None:
    if day <= clock.today():
        raise RuleRefused("A rate begins tomorrow at the earliest: what was sold today is posted already")


@transaction.atomic
def add_commission(*, officer: AbstractBaseUser, percent: Decimal, valid_from: date, source: str) -> CommissionRate:
    """Let another commission begin; the one before runs until then.

    Raises:
        RuleRefused: it would begin today or earlier, another begins that day, or percent or source make no sense.
    """
    _from_tomorrow(valid_from)
    rate = CommissionRate(percent=percent, valid_from=valid_from, source=source.strip())
    _keep(rate, "ledger.add-commission", officer, {"percent": str(percent), "valid_from": valid_from.isoformat()})
    return rate


@transaction.atomic
def add_withholding_rate(*, officer: AbstractBaseUser, rate: WithholdingRate) -> WithholdingRate:
    """Let another rate of the law begin; `rate` is unsaved.

    Raises:
        RuleRefused: it would begin today or earlier, or makes no sense; the message says what.
    """
    _from_tomorrow(rate.valid_from)
    after = {"rate": str(rate), "vat_percent": str(rate.vat_percent), "income_percent": str(rate.income_percent)}
    _keep(rate, "ledger.add-withholding", officer, after)
    return rate


@transaction.atomic
def set_residence(*, officer: AbstractBaseUser, producer: Producer, residence: str, valid_from: date, reference: str) -> TaxResidence:
    """Note where a producer pays tax from a day on; what is sold already is not changed by it.

    Raises:
        RuleRefused: a residence is noted for that day, or a value makes no sense.
    """
    known = TaxResidence(producer=producer, residence=residence, valid_from=valid_from, reference=reference.strip())
    _keep(known, "ledger.set-residence", officer, {"residence": residence, "valid_from": valid_from.isoformat()})
    return known


@transaction.atomic
def declare_nature(*, officer: AbstractBaseUser, listing: Listing, nature: str) -> DeclaredNature:
    """Say what a listing supplies that is no piece of goods; what is sold already is not changed by it.

    Raises:
        RuleRefused: there is no such nature.
    """
    declared = DeclaredNature.objects.filter(listing=listing).first() or DeclaredNature(listing=listing)
    declared.nature = nature
    _keep(declared, "ledger.declare-nature", officer, {"listing": listing.pk, "nature": nature})
    return declared
