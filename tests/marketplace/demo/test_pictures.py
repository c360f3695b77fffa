"""The step that hangs the pictures: all sizes, both languages, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as conf

from catalog.forks.catalogue.models import Product
from catalog.products.pictures import pictures_for_listings
from cms.media.models import CustomImage, ListingPicture, Rendition
from cms.media.sizes import specs_of
from marketplace.demo import pictures, synthetic
from marketplace.demo.drawings.covers import SCENES
from marketplace.demo.files import product_rows
from marketplace.demo.prints import keep_print, kept_print
from marketplace.demo.writing import read_files
from search.documents import product_documents
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def test_listings_get_their_pictures_in_all_forms_and_both_languages():
    listings = [ListingFactory() for _ in range(3)]
    pictures.hang_products()
    for language, word in (("vi", "Tranh"), ("en", "Drawing")):
        found = pictures_for_listings([listing.pk for listing in listings], language)
        assert len(found) == 3
        for (picture,) in found.values():
            assert picture.alt.startswith(word)
            assert picture.avif.count(".avif ") == picture.webp.count(".webp ") == 2
            assert (Path(conf.MEDIA_ROOT) / picture.src.removeprefix("/media/")).stat().st_size > 5000
    assert Rendition.objects.count() == 3 * len(specs_of(pictures.PRODUCT_WIDTH))


def test_a_second_run_draws_nothing():
    ListingFactory()
    pictures.hang_products()
    before = [set(model.objects.values_list("pk", flat=True)) for model in (CustomImage, Rendition, ListingPicture)]
    pictures.hang_products()
    assert [set(model.objects.values_list("pk", flat=True)) for model in (CustomImage, Rendition, ListingPicture)] == before


def test_what_is_made_up_for_measuring_gets_its_pictures_only_when_asked():
    listing = ListingFactory()
    Product.objects.update(upc=f"{synthetic.PREFIX}1")
    pictures.load()
    assert not ListingPicture.objects.exists()
    pictures.hang_products()
    assert ListingPicture.objects.filter(listing=listing).exists()


def test_a_better_drawing_takes_the_place_of_the_old_one():
    ListingFactory()
    pictures.hang_products()
    image = CustomImage.objects.get()
    old = image.file.name
    CustomImage.objects.update(drawing_hash="older")
    pictures.hang_products()
    image.refresh_from_db()
    assert image.drawing_hash != "older"
    assert image.renditions.count() == len(specs_of(pictures.PRODUCT_WIDTH))
    assert sorted(path.name for path in (Path(conf.MEDIA_ROOT) / "original_images").iterdir()) == [Path(image.file.name).name]
    assert Path(old).name.startswith("shared-")


def test_an_editors_picture_stays():
    listing = ListingFactory()
    (own,) = pictures.store(
        [pictures.Wanted("own", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", 500, "Của nhà", "Own")]
    ).values()
    ListingPicture.objects.create(listing=listing, image_id=own)
    pictures.hang_products()
    assert pictures_for_listings([listing.pk], "vi")[listing.pk][0].alt == "Của nhà"


def test_the_index_keeps_the_picture_of_a_card():
    listing = ListingFactory()
    pictures.hang_products()
    documents = list(product_documents([listing.product_id]))
    assert documents
    assert all(document.card["picture"]["avif"] for document in documents)


def test_every_story_and_region_has_a_scene_of_its_own():
    files = {f"{room}/{key}" for room in ("stories", "regions") for key in read_files(room)}
    assert files - set(SCENES) == set()


def test_what_is_printed_ahead_is_what_the_load_wants():
    """A drawing printed under another name or seed would be printed twice, and the first start would be slow again."""
    row = product_rows()[0]
    one = pictures._drawing_of(row)
    keep_print(one.hash, one.svg, one.width)
    assert [file.width for file in kept_print(one.hash)][:2] == [pictures.PRODUCT_WIDTH, 400]
    listing = ListingFactory()
    listing.product.upc = row.code
    assert pictures._wanted_for(listing, {row.code: row}).hash == one.hash
