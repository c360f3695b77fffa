"""Keep the indexes like the database: say what differs, mend what was lost, build what is missing or old."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass

from catalog.lib.languages import Language
from catalog.places.models import Place
from catalog.producers.models import Producer
from catalog.products.models import Listing
from cms.regions.models import RegionPage
from cms.stories.models import StoryPage
from search.documents import fingerprint, producer_key, product_key
from search.engines import IndexedEngine, embedded_engine, engine, indexed_engines
from search.errors import NotIndexed
from search.page_documents import page_key, place_key
from search.sources import DocumentSource, all_documents

logger = logging.getLogger(__name__)
# So many things are compared each time: a shop of ten thousand is gone through in about an hour and a half.
SAMPLE = 40
UNUSABLE = ("not built", "old", "broken", "index missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What an index and the database disagree about, as `language:key`."""

    missing: list[str]
    surplus: list[str]
    changed: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.changed)


def differences(of: IndexedEngine, source: DocumentSource, keys: Collection[str] | None = None) -> Differences:
    """Compare an index with the database by fingerprint: all of it, or what `keys` name.

    Raises:
        IndexUnusable: there is no index to compare; or whatever the engine's client raises.
    """
    wanted: dict[str, dict[str, str]] = {language: {} for language in Language.values}
    for document in source if keys is None else source.of(keys):
        wanted[document.language][document.key] = fingerprint(document)
    missing, surplus, changed = [], [], []
    for language, there in wanted.items():
        found = of.fingerprints(language, keys)
        missing += [f"{language}:{key}" for key in sorted(there.keys() - found.keys())]
        surplus += [f"{language}:{key}" for key in sorted(found.keys() - there.keys())]
        changed += [f"{language}:{key}" for key in sorted(there.keys() & found.keys()) if there[key] != found[key]]
    return Differences(missing=missing, surplus=surplus, changed=changed)


def build_where_needed() -> list[str]:
    """Build the index of each engine that has none it can use; give their names. A cluster that is away is left alone."""
    built = []
    for one in indexed_engines():
        try:
            needs = one.state() in UNUSABLE
        except Exception as error:
            # Whatever its client raises: it is built when it is there again.
            logger.warning("%s does not answer: %s", one.name, error)
            continue
        if needs:
            logger.warning("The index of %s is built anew: %s", one.name, one.state())
            one.rebuild(all_documents())
            built.append(one.name)
    return built


def _all_keys() -> list[str]:
    """Give the key of everything that is or was in the index, in a steady order."""
    kinds = (
        (product_key, Listing.objects.values_list("product_id", flat=True)),
        (producer_key, Producer.objects.values_list("pk", flat=True)),
        (page_key, StoryPage.objects.values_list("pk", flat=True)),
        (page_key, RegionPage.objects.values_list("pk", flat=True)),
        (place_key, Place.objects.filter(kind=Place.Kind.VILLAGE).values_list("pk", flat=True)),
    )
    return [key(pk) for key, ids in kinds for pk in sorted(ids)]


class _Round:
    """Where the comparison of this process has come to."""

    left: list[str] = []


def mend_index(sample: int = SAMPLE) -> int:
    """Build what is missing, else compare the next few things and write those that differ; give how many were.

    Jobs keep the index in step; this mends what one that was lost has left. Called again and again, it goes through everything.
    """
    if built := build_where_needed():
        return len(built)
    if not _Round.left:
        _Round.left = _all_keys()
    keys, _Round.left = _Round.left[:sample], _Round.left[sample:]
    wrong: set[str] = set()
    for one in indexed_engines():
        try:
            found = differences(one, all_documents(), keys)
        except Exception as error:
            logger.warning("%s was not compared with the database: %s", one.name, error)
            continue
        wrong.update(name.partition(":")[2] for name in (*found.missing, *found.surplus, *found.changed))
    if wrong:
        logger.warning("The index had lost %d changes: %s", len(wrong), ", ".join(sorted(wrong)[:20]))
        try:
            engine().replace(sorted(wrong), all_documents())
        except NotIndexed:
            logger.warning("They are written when the cluster is there again")
    return len(wrong)


def copy_here() -> int:
    """Build this machine's own index anew from the database: on a node of a cluster no job keeps it in step."""
    return embedded_engine().rebuild(all_documents())
