"""Changes of pictures and places reach the index, too; a job that was lost or cannot be done is made up for."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django.fixtures import Settings

from catalog.places.models import Place, PlaceText
from catalog.places.services import load_places
from catalog.products.models import Listing, ListingText
from cms.media.models import CustomImage, ListingPicture
from search import upkeep
from search.engines import embedded_engine, engine
from search.queries import OtherHit, SearchQuery
from search.sources import GivenDocuments
from search.tasks import index_products
from search.upkeep import mend_index
from tests.search.test_indexing import work

HONEY = "Mật ong hoa nhãn"


def found(text: str) -> list[str]:
    """Give the titles that are found in the index."""
    return [card.title for card in embedded_engine().search(SearchQuery(text=text)).cards]


def hang_picture(product_id: int) -> CustomImage:
    """Hang a small picture on a product, as an editor does."""
    data = BytesIO()
    Image.new("RGB", (900, 700), "#a52").save(data, "JPEG")
    image = CustomImage(title="Mật ong", file=ContentFile(data.getvalue(), name="honey.jpg"))
    image.save()
    ListingPicture.objects.create(listing=Listing.objects.get(product_id=product_id), image=image, position=0)
    return image


def test_a_picture_is_on_the_card_when_its_sizes_are_ready(real_shop: dict[str, int]) -> None:
    hang_picture(real_shop[HONEY])
    work()
    (card,) = embedded_engine().search(SearchQuery(text="mật ong")).cards
    assert card.picture is not None
    call_command("search_index", "verify")


def test_a_picture_that_was_taken_down_leaves_the_card(real_shop: dict[str, int]) -> None:
    hang_picture(real_shop[HONEY])
    work()
    ListingPicture.objects.get().delete()
    work()
    (card,) = embedded_engine().search(SearchQuery(text="mật ong")).cards
    assert card.picture is None


def test_loaded_places_are_found_with_what_lies_in_them(real_shop: dict[str, int]) -> None:
    load_places()
    work()
    villages = [hit.title for hit in embedded_engine().suggest("bat trang", "vi", 5) if isinstance(hit, OtherHit) and hit.kind == "place"]
    assert villages
    call_command("search_index", "verify")


def test_the_same_places_again_cost_no_job(real_shop: dict[str, int]) -> None:
    load_places()
    before = DBTaskResult.objects.count()
    load_places()
    assert DBTaskResult.objects.count() == before
    text = PlaceText.objects.filter(place__kind=Place.Kind.VILLAGE, language="vi").exclude(slug="lang-thach-xa").first()
    assert text is not None
    PlaceText.objects.filter(pk=text.pk).update(summary="Khác")
    load_places()
    assert DBTaskResult.objects.count() > before


def test_a_lost_job_is_made_up_for(real_shop: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes that no signal told of, as a job that vanished: missing, too many, and other words."""
    monkeypatch.setattr(upkeep._Round, "left", [])
    honey, silk, pottery = real_shop[HONEY], real_shop["Lụa Vạn Phúc hoa sen"], real_shop["Gốm Bát Tràng men lam"]
    ListingText.objects.filter(listing__product_id=honey).update(title="Mật ong bạc hà")
    Listing.objects.filter(product_id=silk).update(state=Listing.State.WITHDRAWN)
    engine().replace([f"product-{pottery}"], GivenDocuments())
    with pytest.raises(CommandError):
        call_command("search_index", "verify")
    assert mend_index(sample=1_000) == 3
    assert found("mật ong") == ["Mật ong bạc hà"]
    assert found("lụa vạn phúc") == []
    assert found("gốm bát tràng") == ["Gốm Bát Tràng men lam"]
    call_command("search_index", "verify")
    assert mend_index(sample=1_000) == 0


def test_it_goes_through_everything_a_few_at_a_time(real_shop: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep._Round, "left", [])
    ListingText.objects.filter(listing__product_id=max(real_shop.values())).update(title="Miến dong khác")
    assert sum(mend_index(sample=2) for _ in range(len(upkeep._all_keys()) // 2 + 1)) == 1
    assert found("miến dong khác") == ["Miến dong khác"]


def test_a_job_that_could_not_reach_the_cluster_is_done_again(real_shop: dict[str, int], settings: Settings) -> None:
    work()
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = "http://127.0.0.1:9", "heard"
    ListingText.objects.filter(listing__product_id=real_shop[HONEY]).update(title="Mật ong bạc hà")
    index_products.enqueue([real_shop[HONEY]])
    work()
    assert found("bạc hà") == ["Mật ong bạc hà"]  # this machine's index has it at once
    (again,) = DBTaskResult.objects.filter(task_path="search.tasks.index_products", status="READY")
    assert again.args_kwargs["args"] == [[real_shop[HONEY]]]
    assert timedelta(seconds=30) < again.run_after - timezone.now() <= timedelta(minutes=1)
    settings.ELASTICSEARCH_URL = ""
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=timezone.now())
    work()
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_verify_says_what_differs(real_shop: dict[str, int]) -> None:
    ListingText.objects.filter(listing__product_id=real_shop[HONEY]).update(title="Mật ong bạc hà")
    with pytest.raises(CommandError, match=f"embedded: vi: differs product-{real_shop[HONEY]}"):
        call_command("search_index", "verify")


def test_status_and_verify_go_on_while_the_cluster_is_away(real_shop: dict[str, int], settings: Settings) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = "http://127.0.0.1:9", "status"
    said = StringIO()
    call_command("search_index", "status", stdout=said)
    assert "elasticsearch: does not answer (ConnectionError)" in said.getvalue()
    assert "embedded: ok, documents: vi 10, en 10; built " in said.getvalue()
    assert "answered by: embedded (ConnectionError)" in said.getvalue()
    with pytest.raises(CommandError, match="elasticsearch cannot be compared"):
        call_command("search_index", "verify")
    with pytest.raises(CommandError, match="elasticsearch was not rebuilt"):
        call_command("search_index", "rebuild")


def test_without_an_index_the_command_says_so(db: None) -> None:
    said = StringIO()
    call_command("search_index", "status", stdout=said)
    assert "embedded: not built" in said.getvalue()
    with pytest.raises(CommandError, match="embedded cannot be compared: not built"):
        call_command("search_index", "verify")
    call_command("search_index", "prepare", stdout=said)
    assert "built: embedded" in said.getvalue()
    call_command("search_index", "prepare", stdout=said)
    assert "up to date" in said.getvalue()
