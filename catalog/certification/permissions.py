"""Who may change awards: a duty, and the place that it reaches."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin

from catalog.places.models import Place


def may(officer: AbstractBaseUser | None, permission: str, place: Place | None = None) -> bool:
    """Whether the person holds a duty that allows this at a place; where no place is known, anywhere (see `DutyBackend`)."""
    return isinstance(officer, PermissionsMixin) and officer.is_active and officer.has_perm(permission, place)
