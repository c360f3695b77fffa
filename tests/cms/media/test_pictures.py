"""Pictures of products: read in two queries, in every form, described in both languages, made outside requests."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from wagtail.images.fields import WagtailImageField

from catalog.products.pictures import pictures_for_listings
from cms.media.models import CustomImage, ListingPicture, Rendition
from cms.media.sizes import specs_of
from cms.media.tasks import make_sizes
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db


def a_file(name: str = "a.png", size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", size, "#b93220").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


@pytest.fixture
def image():
    return CustomImage.objects.create(title="Ấm chén", file=a_file(), alt_vi="Ấm men rạn", alt_en="A crackle-glaze pot")


@pytest.fixture
def listing(image):
    listing = ListingFactory()
    ListingPicture.objects.create(listing=listing, image=image)
    return listing


def test_a_picture_without_its_sizes_waits_for_the_job(listing, image):
    assert pictures_for_listings([listing.pk], "vi") == {}
    assert not Rendition.objects.exists()
    make_sizes.func(image.pk)
    assert len(pictures_for_listings([listing.pk], "vi")[listing.pk]) == 1


def test_the_job_makes_every_size_once(image):
    make_sizes.func(image.pk)
    make_sizes.func(image.pk)
    assert sorted(Rendition.objects.values_list("filter_spec", flat=True)) == sorted(specs_of(900))


def test_a_picture_comes_in_all_forms_and_is_described_in_both_languages(listing, image):
    make_sizes.func(image.pk)
    vietnamese = pictures_for_listings([listing.pk], "vi")[listing.pk][0]
    english = pictures_for_listings([listing.pk], "en")[listing.pk][0]
    assert (vietnamese.alt, english.alt) == ("Ấm men rạn", "A crackle-glaze pot")
    assert ".avif 400w" in vietnamese.avif
    assert ".webp 800w" in vietnamese.webp
    assert vietnamese.src.endswith(".jpeg")
    assert (vietnamese.width, vietnamese.height) == (800, 533)


def test_many_listings_cost_one_query(listing, image, django_assert_num_queries):
    make_sizes.func(image.pk)
    others = [ListingFactory() for _ in range(5)]
    ListingPicture.objects.bulk_create([ListingPicture(listing=other, image=image) for other in others])
    with django_assert_num_queries(1):
        found = pictures_for_listings([listing.pk, *(other.pk for other in others)], "en")
    assert len(found) == 6


def test_pictures_keep_their_order(listing, image):
    second = CustomImage.objects.create(title="Hai", file=a_file("b.png"), alt_vi="Hai")
    ListingPicture.objects.filter(listing=listing).update(position=2)
    ListingPicture.objects.create(listing=listing, image=second, position=1)
    make_sizes.func(image.pk)
    make_sizes.func(second.pk)
    assert [picture.alt for picture in pictures_for_listings([listing.pk], "vi")[listing.pk]] == ["Hai", "Ấm men rạn"]


def test_a_missing_description_is_filled_by_the_other_language_and_then_the_title(image):
    image.alt_en = ""
    with translation.override("en"):
        assert image.default_alt_text == "Ấm men rạn"
    image.alt_vi = ""
    assert image.default_alt_text == "Ấm chén"


def test_a_small_picture_is_never_blown_up():
    assert specs_of(300) == ["width-400|format-avif", "width-400|format-webp", "width-400|format-jpeg"]


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', content_type="image/svg+xml"),
        SimpleUploadedFile("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', content_type="image/png"),
        SimpleUploadedFile("a.png", b"not a picture", content_type="image/png"),
    ],
    ids=["svg", "svg in disguise", "rubbish"],
)
def test_an_upload_that_is_no_safe_picture_is_refused(upload):
    with pytest.raises(ValidationError):
        WagtailImageField().clean(upload)


def test_an_upload_of_too_many_pixels_is_refused(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    with pytest.raises(ValidationError):
        WagtailImageField().clean(a_file(size=(100, 100)))
