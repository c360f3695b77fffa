"""Give and take roles, with a trace. `by` is none where the operator does it by a command."""

from __future__ import annotations

from django.db import transaction

from catalog.audit.services import record_action
from catalog.places.models import Place
from catalog.producers.errors import NotAllowed
from catalog.producers.models import Producer
from catalog.producers.permissions import require
from marketplace.accounts.errors import UnableToChangeRole
from marketplace.accounts.models import Appointment, Membership, User


def _require_superuser(by: User | None) -> None:
    if by is not None and not (by.is_active and by.is_superuser):
        raise NotAllowed


@transaction.atomic
def appoint_officer(*, user: User, duty: str, place: Place | None, by: User | None) -> Appointment:
    """Give a person a duty, within a place or everywhere; one that they hold already stays as it is.

    Raises:
        NotAllowed: only the operator appoints.
    """
    _require_superuser(by)
    appointment, is_new = Appointment.objects.get_or_create(user=user, duty=duty, place=place)
    if is_new:
        after = {"user": user.pk, "duty": duty, "place": place.pk if place else None}
        record_action(actor=by, action="accounts.appoint-officer", subject=appointment, after=after)
    return appointment


@transaction.atomic
def dismiss_officer(*, user: User, duty: str, place: Place | None, by: User | None) -> None:
    """Take a duty back.

    Raises:
        NotAllowed: only the operator dismisses.
        UnableToChangeRole: the person does not hold that duty there.
    """
    _require_superuser(by)
    appointment = Appointment.objects.filter(user=user, duty=duty, place=place).first()
    if appointment is None:
        raise UnableToChangeRole(f"Person {user.pk} does not hold the duty to {duty} there")
    before = {"user": user.pk, "duty": duty, "place": appointment.place_id}
    record_action(actor=by, action="accounts.dismiss-officer", subject=appointment, before=before)
    appointment.delete()


@transaction.atomic
def add_member(*, producer: Producer, user: User, role: str, by: User | None) -> Membership:
    """Let a person act for a producer, or give a member another role.

    Raises:
        NotAllowed: neither an owner of the producer nor an officer who verifies producers there.
    """
    require(by, producer, "members.invite", "producers.verify")
    found = Membership.objects.select_for_update().filter(producer=producer, user=user).first()
    if found and found.role == role:
        return found
    before = {"role": found.role} if found else {}
    membership = found or Membership(producer=producer, user=user)
    membership.role = role
    membership.save()
    after = {"user": user.pk, "role": role}
    record_action(actor=by, action="accounts.add-member", subject=membership, before=before, after=after, on_behalf_of_id=producer.pk)
    return membership


@transaction.atomic
def remove_member(*, producer: Producer, user: User, by: User | None) -> None:
    """Let a person no longer act for a producer.

    Raises:
        NotAllowed: neither an owner of the producer nor an officer who verifies producers there.
        UnableToChangeRole: the person is no member.
    """
    require(by, producer, "members.invite", "producers.verify")
    membership = Membership.objects.filter(producer=producer, user=user).first()
    if membership is None:
        raise UnableToChangeRole(f"Person {user.pk} is no member of producer {producer.pk}")
    before = {"user": user.pk, "role": membership.role}
    record_action(actor=by, action="accounts.remove-member", subject=membership, before=before, on_behalf_of_id=producer.pk)
    membership.delete()
