"""How the demo's files name what the database holds: by the keys of `sample_makers.toml` and `sample_products.toml`."""

from __future__ import annotations

from typing import Any

from catalog.lib.languages import Language
from catalog.places.data_files import read_table
from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.models import Listing

PREFIX = "mau-"


def producer_for(key: str) -> Producer:
    """Give the invented maker that a file calls `key`.

    Raises:
        Producer.DoesNotExist: no such maker has been loaded.
    """
    return Producer.objects.get(partner__code=PREFIX + key, is_sample=True)


def product_for(key: str) -> Any:
    """Give the invented product that a file calls `key`; Oscar ships no types.

    Raises:
        Listing.DoesNotExist: no such product has been loaded.
    """
    return Listing.objects.select_related("product").get(product__upc=PREFIX + key).product


def place_for(key: str) -> Place:
    """Give a commune or province by its code, or a village by its key in the catalogue's table.

    Raises:
        Place.DoesNotExist: no such place has been loaded.
        KeyError: the table knows no such village.
    """
    present = Place.objects.filter(valid_to=None)
    if key.isdigit():
        return present.get(code=key)
    names = {village["key"]: village["name"] for village in read_table("villages")["villages"]}
    villages = present.filter(kind=Place.Kind.VILLAGE, texts__language=Language.VIETNAMESE, texts__title=names[key])
    return villages.get()
