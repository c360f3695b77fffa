"""Keep, give and forget the addresses of a signed-in buyer; nobody reaches another's."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q

from catalog.places.models import Place
from marketplace.accounts.models import SavedAddress, User

MOST = 10


def addresses_of(user: User) -> list[SavedAddress]:
    """Give a person's own addresses, the last used first."""
    return list(SavedAddress.objects.filter(user=user).select_related("province").prefetch_related("province__texts"))


def get_address_for(user: User, address_id: int) -> SavedAddress:
    """Give one of the person's own.

    Raises:
        SavedAddress.DoesNotExist: there is none, or it is another's; the two look the same.
    """
    return SavedAddress.objects.get(pk=address_id, user=user)


@transaction.atomic
def keep_address(*, user: User, name: str, phone: str, province: Place, commune: str, street: str) -> SavedAddress:
    """Keep an address; the same again moves to the front. Of more than ten the one unused for longest is forgotten."""
    User.objects.select_for_update().get(pk=user.pk)
    facts: dict[str, Any] = {"name": name, "phone": phone, "province": province, "commune": commune, "street": street}
    address, is_new = SavedAddress.objects.get_or_create(user=user, **facts)
    if not is_new:
        address.save(update_fields=["saved_at"])
    kept = SavedAddress.objects.filter(user=user).values_list("pk", flat=True)[:MOST]
    SavedAddress.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    return address


def forget_address(*, user: User, address_id: int) -> None:
    """Delete one of the person's own.

    Raises:
        SavedAddress.DoesNotExist: there is none, or it is another's.
    """
    get_address_for(user, address_id).delete()


def erase_addresses(*, user_ids: Collection[int], phones: Collection[str]) -> None:
    """Erase the addresses of these people's accounts, and those that others keep under a number of theirs."""
    SavedAddress.objects.filter(Q(user_id__in=user_ids) | Q(phone__in=phones)).delete()
