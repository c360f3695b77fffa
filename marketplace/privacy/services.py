"""Erase a person: every table that holds personal data is on this one list; money and goods stay."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from catalog.audit.services import record_action
from catalog.lib import clock
from marketplace.accounts.addresses import erase_addresses
from marketplace.accounts.models import Appointment, OutgoingMail, User
from marketplace.accounts.permissions import has_duty
from marketplace.bank_refunds.services import erase_refund_accounts
from marketplace.complaints.services import erase_complaints
from marketplace.forks.personal import erase_oscar_copies
from marketplace.orders.models import OrderContact, Parcel, Reservation
from marketplace.payouts.accounts import accounts_still_needed, erase_accounts
from marketplace.privacy.errors import NotAllowed, NothingToErase, StillNeeded

ON_THE_WAY = [Parcel.State.WAITING, Parcel.State.ORDERED, Parcel.State.CONFIRMED, Parcel.State.SENT]
EMPTY = {"name": "", "phone": "", "email": "", "commune": "", "street": "", "note": "", "tax_code": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure reached."""

    orders: int
    accounts: int


def _users(phone: str, email: str) -> list[User]:
    wanted = Q(phone=phone) if phone else Q()
    wanted |= Q(email__iexact=email) if email else Q()
    return list(User.objects.filter(wanted)) if phone or email else []


@dataclass(frozen=True, slots=True)
class _Person:
    """The accounts of one person, and every number and address that is theirs."""

    users: list[User]
    phones: set[str]
    emails: set[str]

    def contacts(self) -> list[OrderContact]:
        """Give what orders hold of the person: those of the accounts, whoever received them, and those with a contact of theirs."""
        theirs = Q(order__user__in=self.users) | Q(phone__in=self.phones)
        for email in self.emails:
            theirs |= Q(email__iexact=email)
        return list(OrderContact.objects.filter(theirs, erased_at=None))


def _find_person(phone: str, email: str) -> _Person:
    """Find the accounts by either contact, then what these accounts have proved to be theirs: what is not proved may be a stranger's."""
    users = _users(phone, email)
    proved = EmailAddress.objects.filter(user__in=users, verified=True).values_list("email", flat=True)
    phones = {phone, *(user.phone for user in users if user.phone and user.phone_verified_at)}
    return _Person(users, phones - {""}, {email, *proved} - {""})


def _erase_copies(person: _Person) -> None:
    emails = person.emails | {user.email for user in person.users if user.email}
    OutgoingMail.objects.filter(to__in=emails).delete()
    erase_oscar_copies(user_ids=[user.pk for user in person.users], emails=emails)


@transaction.atomic
def erase_person(*, officer: User, phone: str = "", email: str = "") -> Erased:
    """Erase all personal data of the person with this number (E.164) or e-mail (Personal Data Law 91/2025, right to erasure).

    Orders keep their amounts, parcels and dates. An officer's or member's account goes too; what they did stays in the audit
    log by number alone.

    Raises:
        NotAllowed: `officer` does not hold the duty to verify.
        NothingToErase: nobody is known by either.
        StillNeeded: a parcel that is ordered has not left yet and needs its address, or money is on its way to the person's bank
            account. Trying again later helps.
    """
    if not has_duty(officer, Appointment.Duty.VERIFY):
        raise NotAllowed
    person = _find_person(phone, email)
    contacts = person.contacts()
    if not contacts and not person.users:
        raise NothingToErase
    order_ids = [contact.order_id for contact in contacts]
    if Parcel.objects.filter(order_id__in=order_ids, state__in=ON_THE_WAY).exists():
        raise StillNeeded
    person_ids = [user.pk for user in person.users]
    if accounts_still_needed(person_ids=person_ids):
        raise StillNeeded
    for contact in contacts:
        record_action(actor=officer, action="privacy.erase", subject=contact)
    OrderContact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(**EMPTY, erased_at=clock.now())
    Reservation.objects.filter(order_id__in=order_ids).update(phone_key="", network_key="")
    erase_complaints(order_ids)
    erase_refund_accounts(order_ids=order_ids)
    erase_accounts(person_ids=person_ids)
    erase_addresses(user_ids=person_ids, phones=person.phones)
    _erase_copies(person)
    for user in person.users:
        record_action(actor=officer, action="privacy.erase", subject=user)
        user.delete()
    return Erased(orders=len(contacts), accounts=len(person.users))
