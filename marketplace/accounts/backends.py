"""Lets `user.has_perm()` know about duties of officers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.permissions import permissions_of_officer


class DutyBackend(BaseBackend):
    """Gives permissions by duty; signs nobody in."""

    def get_all_permissions(self, user_obj: AbstractBaseUser | AnonymousUser, obj: Any = None) -> set[str]:
        """Give what the person's duties allow."""
        return set() if obj is not None else set(permissions_of_officer(user_obj))

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Answer for one permission."""
        return perm in self.get_all_permissions(user_obj, obj)
