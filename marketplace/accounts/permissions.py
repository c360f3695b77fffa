"""Roles as sets of permissions, and the guarded questions that views and services ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from catalog.places.models import Place
from catalog.producers.models import Producer
from marketplace.accounts.models import Appointment, Membership, User

Duty, Role = Appointment.Duty, Membership.Role
Person = AbstractBaseUser | AnonymousUser

# The search's tables are edited among Wagtail's snippets. Nothing is deleted there: an end is a date or a box unticked.
_SEARCH = frozenset({"wagtailadmin.access_admin", "marketsearch.view_querycount"}) | {
    f"marketsearch.{action}_{name}" for action in ("view", "add", "change") for name in ("occasion", "favor")
}
DUTY_PERMISSIONS: dict[str, frozenset[str]] = {
    Duty.PREPARE: frozenset({"registry.stage_run", "registry.view_run", "payments.prepare", "payments.see"}),
    Duty.RELEASE: frozenset({"registry.view_run", "payments.release", "payments.see"}),
    Duty.PUBLISH: frozenset({"cms.publish", "products.withhold", "registry.view_run", "department_desk.change_target"}) | _SEARCH,
    Duty.VERIFY: frozenset(
        {
            "registry.stage_run",
            "registry.apply_run",
            "registry.view_run",
            "certification.approve_link",
            "certification.revoke_award",
            "certification.correct_award",
            "producers.verify",
            "payments.see",
            "renewals.decide",
        }
    ),
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset(
        {"listings.write", "offers.change", "parcels.see", "parcels.pack", "payouts.see", "members.invite", "awards.see", "awards.renew"}
    ),
    Role.SELLER: frozenset({"listings.write", "offers.change", "parcels.see", "parcels.pack", "awards.see", "awards.renew"}),
    Role.PACKER: frozenset({"parcels.see", "parcels.pack"}),
}


def permissions_of_officer(user: Person, place: Place | None = None) -> frozenset[str]:
    """Give all that the person's duties allow somewhere or, with a place, those duties that reach it."""
    if not user.is_active or user.pk is None:
        return frozenset()
    within = Q() if place is None else Q(place=None) | Q(place_id__in=_reach(place))
    duties = Appointment.objects.filter(within, user_id=user.pk).values_list("duty", flat=True)
    return frozenset().union(*(DUTY_PERMISSIONS[duty] for duty in duties))


def permissions_for_producer(user: Person, producer: Producer) -> frozenset[str]:
    """Give what the person may do for one producer: by a role there, and by duties that reach its place.

    A producer whose place nobody knows is reached by duties without bounds alone.
    """
    if not user.is_active or user.pk is None:
        return frozenset()
    roles = Membership.objects.filter(user_id=user.pk, producer=producer).values_list("role", flat=True)
    within = Q(place=None) | Q(place_id__in=_reach(producer.place) if producer.place else [])
    duties = Appointment.objects.filter(within, user_id=user.pk).values_list("duty", flat=True)
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles), *(DUTY_PERMISSIONS[duty] for duty in duties))


def is_officer(user: Person) -> bool:
    """Whether the person holds any duty."""
    return user.is_active and user.pk is not None and Appointment.objects.filter(user_id=user.pk).exists()


def has_duty(user: Person, duty: str, place: Place | None = None) -> bool:
    """Whether the person holds a duty that reaches `place` (its province, or everywhere)."""
    if not user.is_active or user.pk is None:
        return False
    within = Q(place=None)
    if place is not None:
        within |= Q(place_id__in=_reach(place))
    return Appointment.objects.filter(within, user_id=user.pk, duty=duty).exists()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a permission goes: everywhere, or within some places (`place_ids`, each with all that lies in it)."""

    place_ids: tuple[int, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether no place bounds it."""
        return not self.place_ids

    def places(self) -> QuerySet[Place]:
        """Give the places within, each with what lies in it; all of them where nothing bounds it."""
        if self.is_everywhere:
            return Place.objects.all()
        ids = self.place_ids
        return Place.objects.filter(Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids))


def reach_of(user: Person, permission: str) -> Reach | None:
    """Say how far the person's duties carry `permission`; none if no duty of theirs allows it."""
    if not user.is_active or user.pk is None:
        return None
    duties = [duty for duty, allowed in DUTY_PERMISSIONS.items() if permission in allowed]
    places = list(Appointment.objects.filter(user_id=user.pk, duty__in=duties).values_list("place_id", flat=True))
    if not places:
        return None
    return Reach() if None in places else Reach(tuple(sorted({place for place in places if place is not None})))


def _reach(place: Place) -> list[int]:
    ids, here = [], place
    while here is not None:
        ids.append(here.pk)
        here = here.parent  # type: ignore[assignment]  # ends at a province
    return ids


def get_producer_for(user: Person, producer_id: int, permission: str) -> Producer:
    """Give the producer if the person is a member whose role allows `permission`.

    Raises:
        Producer.DoesNotExist: there is none, or it is not this person's; the two look the same from outside.
    """
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if permission in allowed]
    if not user.is_active or user.pk is None:
        raise Producer.DoesNotExist
    return Producer.objects.get(pk=producer_id, memberships__user_id=user.pk, memberships__role__in=roles)


def officers_with_duty(duty: str) -> list[User]:
    """Give everybody who holds a duty somewhere."""
    return list(User.objects.filter(is_active=True, appointments__duty=duty).distinct())
