"""What the pages of orders and parcels show of complaints."""

from __future__ import annotations

from datetime import date

from django import template

from catalog.lib.languages import current_language
from marketplace.complaints.models import Complaint
from marketplace.complaints.selectors import ComplaintView, complaints_of_parcel, reportable_until
from marketplace.complaints.services import RUNNING
from marketplace.orders.models import Parcel, ParcelMove

register = template.Library()


@register.simple_tag
def complaints_for_buyer(parcel_id: int) -> list[ComplaintView]:
    """Give a parcel's complaints, with what its buyer may do."""
    return complaints_of_parcel(parcel_id, by=ParcelMove.By.BUYER, language=current_language())


@register.simple_tag
def complaints_for_producer(parcel_id: int) -> list[ComplaintView]:
    """Give a parcel's complaints, with what its producer may do."""
    return complaints_of_parcel(parcel_id, by=ParcelMove.By.PRODUCER, language=current_language())


@register.simple_tag
def has_running_report(number: str) -> bool:
    """Whether a problem with an order is reported and not settled."""
    return Complaint.objects.filter(parcel__order__number=number, state__in=RUNNING).exists()


@register.simple_tag
def report_until(parcel_id: int) -> date | None:
    """Give the last day for reporting a problem, if one can be reported today."""
    return reportable_until(Parcel.objects.get(pk=parcel_id))
