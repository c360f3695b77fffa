"""Lets `user.has_perm()` know about duties of officers and roles of members."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from catalog.places.models import Place
from catalog.producers.models import Producer
from marketplace.accounts.permissions import permissions_for_producer, permissions_of_officer


class DutyBackend(BaseBackend):
    """Gives permissions by duty and role; signs nobody in."""

    def get_all_permissions(self, user_obj: AbstractBaseUser | AnonymousUser, obj: Any = None) -> set[str]:
        """Give what the person's duties allow: somewhere, at a place, or for a producer (with the role there); of other things nothing."""
        if isinstance(obj, Producer):
            return set(permissions_for_producer(user_obj, obj))
        if obj is not None and not isinstance(obj, Place):
            return set()
        return set(permissions_of_officer(user_obj, obj))

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Answer for one permission."""
        return perm in self.get_all_permissions(user_obj, obj)
