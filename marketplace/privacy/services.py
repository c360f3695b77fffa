"""Erase a person: every table that holds personal data is on this one list; money and goods stay."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from catalog.audit.services import record_action
from catalog.lib import clock
from marketplace.accounts.models import User
from marketplace.forks.personal import erase_oscar_copies
from marketplace.orders.models import OrderContact, Parcel, Reservation
from marketplace.privacy.errors import NothingToErase, StillNeeded

ON_THE_WAY = [Parcel.State.WAITING, Parcel.State.ORDERED, Parcel.State.CONFIRMED, Parcel.State.SENT]
EMPTY = {"name": "", "phone": "", "email": "", "commune": "", "street": "", "note": "", "tax_code": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure reached."""

    orders: int
    accounts: int


def _contacts(phone: str, email: str) -> list[OrderContact]:
    wanted = Q(phone=phone) if phone else Q()
    wanted |= Q(email__iexact=email) if email else Q()
    return list(OrderContact.objects.filter(wanted, erased_at=None)) if phone or email else []


def _users(phone: str, email: str) -> list[User]:
    wanted = Q(phone=phone) if phone else Q()
    wanted |= Q(email__iexact=email) if email else Q()
    return list(User.objects.filter(wanted)) if phone or email else []


@transaction.atomic
def erase_person(*, phone: str = "", email: str = "", officer: AbstractBaseUser | None = None) -> Erased:
    """Erase all personal data of the person with this number (E.164) or e-mail (Personal Data Law 91/2025, right to erasure).

    Orders keep their amounts, parcels and dates. An officer's or member's account goes too; what they did stays in the audit
    log by number alone.

    Raises:
        NothingToErase: nobody is known by either.
        StillNeeded: a parcel that is ordered has not left yet; it needs its address. Trying again later helps.
    """
    contacts, users = _contacts(phone, email), _users(phone, email)
    if not contacts and not users:
        raise NothingToErase
    order_ids = [contact.order_id for contact in contacts]
    if Parcel.objects.filter(order_id__in=order_ids, state__in=ON_THE_WAY).exists():
        raise StillNeeded
    for contact in contacts:
        record_action(actor=officer, action="privacy.erase", subject=contact)
    OrderContact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(**EMPTY, erased_at=clock.now())
    Reservation.objects.filter(order_id__in=order_ids).update(phone_key="", network_key="")
    erase_oscar_copies(user_ids=[user.pk for user in users], emails=[text for text in (email, *(user.email for user in users)) if text])
    for user in users:
        record_action(actor=officer, action="privacy.erase", subject=user)
        user.delete()
    return Erased(orders=len(contacts), accounts=len(users))
