"""Draws the demo's pictures, keeps them in all sizes, and hangs them on products, stories, regions and the home page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from catalog.lib.languages import Language
from catalog.products.models import Listing
from cms.home.models import HomePage
from cms.media.encoding import File
from cms.media.models import CustomImage, ListingPicture
from cms.media.services import keep_sizes
from cms.media.sizes import specs_of
from cms.regions.models import RegionPage
from cms.stories.models import StoryPage
from marketplace.demo import synthetic
from marketplace.demo.drawings.covers import draw_cover, scene_for
from marketplace.demo.drawings.kinds import DRAWINGS, draw_product
from marketplace.demo.files import ProductRow, product_rows
from marketplace.demo.prints import drop_prints, keep_print, kept_print, print_one
from marketplace.demo.writing import NAMESPACE, read_files

PRODUCT_WIDTH, COVER_WIDTH = 800, 1200
FEW = 6  # starting two more interpreters pays only for more pictures than this
PROCESSES = 2
SHARED = 36


@dataclass(frozen=True, slots=True)
class Wanted:
    """A drawing that has to be there; `name` stays the same when the drawing gets better."""

    name: str
    svg: str
    width: int
    alt_vi: str
    alt_en: str

    @property
    def hash(self) -> str:
        """Tell this drawing from an older one of the same name."""
        return hashlib.sha256(f"{self.width}{self.svg}".encode()).hexdigest()


def load() -> None:
    """Draw what is missing or has changed and hang everything but what is made up; a second run finds nothing to do."""
    _hang(Listing.objects.exclude(product__upc__startswith=synthetic.PREFIX))
    hang_covers()
    drop_prints()


def hang_products(limit: int | None = None) -> None:
    """Give each listing without a picture its drawing; `limit` takes only the first few (for tests)."""
    _hang(Listing.objects.all(), limit)


def _hang(listings: QuerySet[Listing], limit: int | None = None) -> None:
    ids = list(listings.order_by("pk").values_list("pk", flat=True)[:limit])
    for start in range(0, len(ids), synthetic.BATCH):
        _hang_some(Listing.objects.filter(pk__in=ids[start : start + synthetic.BATCH]).select_related("product").order_by("pk"))


def _hang_some(listings: QuerySet[Listing]) -> None:
    rows = {row.code: row for row in product_rows()}
    wanted, names = {}, {}
    for listing in listings:
        one = _wanted_for(listing, rows)
        wanted[one.name], names[listing.pk] = one, one.name
    images = store(list(wanted.values()))
    hung = [ListingPicture(listing_id=pk, image_id=images[name], position=0) for pk, name in names.items()]
    ListingPicture.objects.bulk_create(hung, ignore_conflicts=True, batch_size=500)


def _wanted_for(listing: Listing, rows: dict[str, ProductRow]) -> Wanted:
    """Give a listing's drawing: its own, or one of a shared few for the made-up thousands of a measurement."""
    row = rows.get(listing.product.upc or "")
    return _drawing_of(row) if row else _shared_drawing(listing.pk % SHARED)


@cache
def _shared_drawing(number: int) -> Wanted:
    """Give one of the shared few; kept in memory, for thousands ask for it."""
    kind = sorted(DRAWINGS)[number * 7 % len(DRAWINGS)]
    return Wanted(f"shared/{number}", draw_product(kind, str(number)), PRODUCT_WIDTH, "Tranh minh họa sản phẩm", "Drawing of a product")


def _drawing_of(row: ProductRow) -> Wanted:
    """Give the drawing of a product of the demo's files."""
    alt_vi, alt_en = f"Tranh minh họa: {row.vi['title']}"[:255], f"Drawing: {row.en['title']}"[:255]
    return Wanted(f"product/{row.code}", draw_product(row.kind, row.key), PRODUCT_WIDTH, alt_vi, alt_en)


def store(wanted: list[Wanted]) -> dict[str, int]:
    """Keep drawings in all sizes and give the image of each name; those already kept are left alone."""
    kept = {image.drawing: image for image in CustomImage.objects.filter(drawing__in=[one.name for one in wanted])}
    missing = [one for one in wanted if one.name not in kept or kept[one.name].drawing_hash != one.hash]
    for one, files in zip(missing, _files(missing), strict=True):
        kept[one.name] = _keep(one, files, kept.get(one.name))
    return {one.name: kept[one.name].pk for one in wanted}


def _files(wanted: list[Wanted]) -> Iterator[list[File]]:
    printed = {one.hash: files for one in wanted if (files := kept_print(one.hash))}
    missing = [one for one in wanted if one.hash not in printed]
    fresh = _print(missing)
    for one in wanted:
        yield printed[one.hash] if one.hash in printed else next(fresh)


def _print(wanted: list[Wanted]) -> Iterator[list[File]]:
    jobs = [one.svg for one in wanted], [one.width for one in wanted]
    if len(wanted) <= FEW:
        yield from map(print_one, *jobs)
        return
    # Fresh interpreters: a fork would take over open database connections.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(print_one, *jobs, chunksize=4)


def print_ahead() -> int:
    """Print what a first load will need, without asking a database; give how many drawings there are."""
    wanted = [*map(_drawing_of, product_rows()), *map(_cover, ("market", *_file_names().values()))]
    for one in wanted:
        keep_print(one.hash, one.svg, one.width)
    return len(wanted)


@transaction.atomic
def _keep(one: Wanted, files: list[File], image: CustomImage | None) -> CustomImage:
    """Write a drawing's files and rows; an older drawing of the name gives way, its image's id stays."""
    original, sizes = files[0], files[1:]
    image = image or CustomImage(drawing=one.name)
    if image.pk:
        for rendition in image.renditions.all():
            rendition.delete()
        default_storage.delete(image.file.name)
    stem = one.name.replace("/", "-").replace(" ", "-") + "-" + one.hash[:8]
    image.title, image.alt_vi, image.alt_en, image.drawing_hash = one.alt_vi[:255], one.alt_vi, one.alt_en, one.hash
    image.file = default_storage.save(f"original_images/{stem}.jpg", ContentFile(original.data))
    image.width, image.height, image.file_size = original.width, original.height, len(original.data)
    image.file_hash = hashlib.sha1(original.data, usedforsecurity=False).hexdigest()
    image.save()
    keep_sizes(image=image, specs=specs_of(one.width), files=sizes)
    return image


def hang_covers(width: int = COVER_WIDTH) -> None:
    """Give stories, regions and home pages their pictures, `width` pixels wide, where an editor has not chosen one."""
    covered: list[Any] = [*StoryPage.objects.select_related("locale"), *RegionPage.objects.select_related("locale")]
    bare = [page for page in covered if not page.cover]
    homes = [page for page in HomePage.objects.select_related("locale") if _open_hero(page)]
    themes = {page.pk: _theme(page) for page in bare}
    wanted = {theme: _cover(theme, width) for theme in (*themes.values(), *(["market"] if homes else []))}
    images = store(list(wanted.values()))
    for page in bare:
        one = wanted[themes[page.pk]]
        page.cover = json.dumps([{"type": "image", "value": _image_value(images[one.name], one, page)}])
        _publish(page)
    for page in homes:
        one = wanted["market"]
        blocks = [dict(block) for block in page.body.raw_data]
        for block in blocks:
            if block["type"] == "hero" and not _chosen(block["value"].get("image")):
                block["value"] = {**block["value"], "image": _image_value(images[one.name], one, page)}
        page.body = json.dumps(blocks)
        _publish(page)


def _open_hero(page: HomePage) -> bool:
    return any(block["type"] == "hero" and not _chosen(block["value"].get("image")) for block in page.body.raw_data)


def _chosen(value: Any) -> bool:
    return bool(value.get("image") if isinstance(value, dict) else value)


def _theme(page: Any) -> str:
    """Give the name of the page's file, such as `regions/bat-trang`; a page that an editor began has none."""
    return _file_names().get(page.translation_key, "still life")


@cache
def _file_names() -> dict[UUID, str]:
    names = [f"{room}/{key}" for room in ("stories", "regions") for key in read_files(room)]
    return {uuid5(NAMESPACE, name): name for name in names}


def _cover(theme: str, width: int = COVER_WIDTH) -> Wanted:
    scene = scene_for(theme)
    return Wanted(f"cover/{theme}", draw_cover(theme), width, f"Tranh minh họa: {scene.alt_vi}", f"Drawing: {scene.alt_en}")


def _image_value(image_id: int, one: Wanted, page: Any) -> dict[str, Any]:
    english = page.locale.language_code == Language.ENGLISH
    return {"image": image_id, "alt_text": one.alt_en if english else one.alt_vi, "decorative": False}


def _publish(page: Any) -> None:
    page.save_revision().publish()
