"""Three people to look around as: a buyer, a member of a producer, an officer. They exist only where sign-ins are printed."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, Membership, User
from marketplace.accounts.services import add_member, appoint_officer


@dataclass(frozen=True, slots=True)
class SignIn:
    """One printed sign-in."""

    email: str
    password: str
    family_name: str
    given_name: str


BUYER = SignIn("lan@cho-sao.example", "cho-sao-lan-2026", "Nguyễn", "Lan (mẫu)")
MEMBER = SignIn("binh@cho-sao.example", "cho-sao-binh-2026", "Trần", "Bình (mẫu)")
OFFICER = SignIn("mai@cho-sao.example", "cho-sao-mai-2026", "Lê", "Mai (mẫu)")
SIGN_INS = (BUYER, MEMBER, OFFICER)


@transaction.atomic
def load() -> None:
    """Make the three people, if these settings print their sign-ins; the member joins the shop when it exists."""
    if not settings.DEMO_SIGN_INS:
        return
    for sign_in in SIGN_INS:
        _person(sign_in)
    officer = User.objects.get(email=OFFICER.email)
    for duty in Appointment.Duty.values:
        appoint_officer(user=officer, duty=duty, place=None, by=None)
    officer.groups.add(*Group.objects.filter(name__in=["Editors", "Moderators"]))


def _person(sign_in: SignIn) -> None:
    if User.objects.filter(email=sign_in.email).exists():
        return
    user = User.objects.create_user(
        email=sign_in.email, password=sign_in.password, last_name=sign_in.family_name, first_name=sign_in.given_name
    )
    EmailAddress.objects.create(user=user, email=sign_in.email, verified=True, primary=True)


def join_producer(producer: Producer) -> None:
    """Make the demo's member an owner of `producer`; nothing happens where there are no demo people."""
    member = User.objects.filter(email=MEMBER.email).first() if settings.DEMO_SIGN_INS else None
    if member:
        add_member(producer=producer, user=member, role=Membership.Role.OWNER, by=None)
