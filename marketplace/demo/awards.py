"""Sample decisions and awards, dated back from the day of loading, so that every state of a badge can be seen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.certification.models import Award, AwardLink, Decision, IssuingBody
from catalog.certification.services import Recognized, record_award
from catalog.certification.signals import badges_changed
from catalog.lib import clock
from catalog.products.models import Listing
from catalog.texts.models import best_text
from marketplace.accounts.models import User
from marketplace.demo.files import read_table
from marketplace.demo.keys import product_for
from marketplace.demo.people import OFFICER


@transaction.atomic
def load() -> None:
    """Make decisions and awards once; on a later day they are as old as they are, and states move on by themselves."""
    table = read_table("sample_awards")
    if Decision.objects.filter(number=table["decisions"][0]["number"]).exists():
        return
    today = clock.today()
    decisions = {row["key"]: _decision(row, today) for row in table["decisions"]}
    for row in sorted(table["awards"], key=lambda row: decisions[row["decision"]].signed_on):
        _award(row, decisions[row["decision"]], today)
    badges_changed.send(sender=Award, product_ids=sorted(AwardLink.objects.values_list("product_id", flat=True)))


def _decision(row: dict[str, Any], today: date) -> Decision:
    signed_on = clock.add_months(today, -row["signed_months_ago"]) - timedelta(days=row.get("signed_days_ago", 0))
    bodies = IssuingBody.objects.filter(level=row["body"])
    # The ministry of the day of signing; the table of bodies begins in 2019, long before any of these.
    body = next(body for body in bodies.order_by("-valid_from") if body.valid_from <= signed_on)
    return Decision.objects.create(number=row["number"], signed_on=signed_on, issuing_body=body, is_sample=True)


def _award(row: dict[str, Any], decision: Decision, today: date) -> None:
    listing: Listing = product_for(row["product"]).listing
    recognized = Recognized(
        product_name=_title(listing),
        maker_name=_maker_name(listing),
        place=listing.place,
        group=listing.group,
        group_raw=listing.group.name_vi,
        score=Decimal(str(row["score"])),
        stars=row.get("stars"),
        is_potential_five=row.get("potential_five", False),
    )
    award = record_award(decision=decision, recognized=recognized, officer=None)
    award.reevaluation_filed_on = _days_ago(row, "reevaluation_filed_days_ago", today)
    award.revoked_on = _days_ago(row, "revoked_days_ago", today)
    award.revocation_decision, award.revocation_reason = row.get("revocation_decision", ""), row.get("revocation_reason", "")
    award.save()
    officer = User.objects.filter(email=OFFICER.email).first()
    AwardLink.objects.create(award=award, product_id=listing.product_id, approved_at=clock.now(), approved_by=officer)


def _days_ago(row: dict[str, Any], key: str, today: date) -> date | None:
    return today - timedelta(days=row[key]) if key in row else None


def _title(listing: Listing) -> str:
    text = best_text(listing.texts.all(), "vi")
    return text.title if text else ""


def _maker_name(listing: Listing) -> str:
    text = best_text((listing.maker or listing.seller).texts.all(), "vi")
    return text.title if text else ""
