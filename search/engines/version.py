"""The version of an index: what reads it must have been written for it."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from hashlib import blake2b

from catalog.products.cards import Picture, ProductCard
from search.documents import Certificate, SearchDocument
from search.engines.timeline import SLOTS
from search.words import tiers

# Counted up when what a field holds changes without its name.
FORMAT = 6
# Folding is part of the format: an index folded otherwise would find nothing of these.
PROBE = "Hoà Mỳ Quý đặc sản Ước Lễ 5"


@cache
def index_version() -> str:
    """Give a hash of the fields of documents and cards, of the way words are folded, and of `FORMAT`."""
    names = [[one.name for one in fields(kind)] for kind in (SearchDocument, Certificate, ProductCard, Picture)]
    return blake2b(repr((FORMAT, names, SLOTS, tiers(PROBE))).encode(), digest_size=6).hexdigest()
