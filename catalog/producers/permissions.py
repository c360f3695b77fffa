"""The one guard of what is done to a producer and its listings."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin

from catalog.producers.errors import NotAllowed
from catalog.producers.models import Producer


def require(actor: AbstractBaseUser | None, producer: Producer, *permissions: str) -> None:
    """Let pass whoever holds one of `permissions` for this producer: as its member, or as an officer whose duty reaches its place.

    No actor is the shop itself, by a command. Who holds what is answered above, by the backends behind `has_perm`.

    Raises:
        NotAllowed: the person holds none of them.
    """
    if actor is None:
        return
    if not isinstance(actor, PermissionsMixin) or not any(actor.has_perm(permission, producer) for permission in permissions):
        raise NotAllowed
