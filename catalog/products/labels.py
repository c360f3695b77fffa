"""What a label must say, kind by kind: the fields that Decrees 43/2017/NĐ-CP and 111/2021/NĐ-CP (annex I) ask for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.products.models import Listing

Label = Listing.Label

FACT_NAMES: dict[str, Promise] = {
    "ingredients": _("Ingredients"),
    "warnings": _("Warnings"),
    "usage": _("How to use"),
    "alcohol": _("Alcohol, % by volume"),
    "material": _("Material"),
    "dimensions": _("Dimensions"),
    "care": _("Care"),
    "contents": _("What is included"),
}

REQUIRED_FACTS: dict[str, tuple[str, ...]] = {
    Label.PACKED_FOOD: ("ingredients", "usage"),
    Label.FRESH_FOOD: ("usage",),
    Label.DRINK: ("ingredients", "usage"),
    Label.SPIRIT: ("ingredients", "alcohol", "warnings"),
    Label.HERB: ("ingredients", "usage", "warnings"),
    Label.CRAFT: ("material", "dimensions"),
    Label.PLANT: ("care",),
    Label.SERVICE: ("contents",),
}

# Kinds that spoil: their shelf life must be told before the sale (Consumer Law 2023, art. 37).
SPOILS = frozenset({Label.PACKED_FOOD, Label.FRESH_FOOD, Label.DRINK, Label.HERB})
