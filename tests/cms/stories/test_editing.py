"""Stories and pages of regions are written, previewed, published and renamed on Wagtail's screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.blocks.body import BodyBlock, PictureBlock
from cms.home.models import HomePage
from cms.media.models import CustomImage
from cms.regions.models import RegionIndexPage, RegionPage
from cms.stories.models import StoryIndexPage, StoryPage
from marketplace.accounts.models import User
from tests.cms.media.test_editing import png
from tests.factories.producers import PlaceFactory, ProducerFactory

pytestmark = pytest.mark.django_db
WORDS = "Lò đốt từ nửa đêm."


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="bien.tap@cho-sao.example", password="mot-mat-khau-dai"))
    return client


def _under(index: Any, page: Any) -> Any:
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="vi"))
    parent = index.objects.child_of(home).first() or home.add_child(instance=index(title="Danh mục", slug=f"muc-{index.__name__.lower()}"))
    return parent.add_child(instance=page)


@pytest.fixture(params=["story", "region"])
def page(request: pytest.FixtureRequest, db: None) -> Any:
    """A page of each kind, published."""
    facts: dict[str, Any] = {"title": "Đồng Gió", "slug": "dong-gio", "summary": "Một làng gốm", "body": [("paragraph", f"<p>{WORDS}</p>")]}
    if request.param == "story":
        made = _under(StoryIndexPage, StoryPage(producer=ProducerFactory.create(), **facts))
    else:
        made = _under(RegionIndexPage, RegionPage(place=PlaceFactory.create(), **facts))
    made.save_revision().publish()
    return made


def _form(page: Any, **changes: Any) -> dict[str, Any]:
    about = {"producer": page.producer_id} if isinstance(page, StoryPage) else {"place": page.place_id}
    fields = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "cover": streamfield([]),
        "body": streamfield([("paragraph", rich_text(f"<p>{WORDS} Sáng mới mở lò.</p>"))]), "seo_title": "", "search_description": "",
        **about, **changes,
    }  # fmt: skip
    form: dict[str, Any] = nested_form_data(fields)
    return form


def test_it_is_edited_previewed_and_published(editor: Client, client: Client, page: Any) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(address).status_code == 200
    editor.post(address, _form(page))
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Sáng mới mở lò." in preview
    assert "Sáng mới mở lò." not in client.get(page.get_url()).content.decode()
    editor.post(address, _form(page, **{"action-publish": "1"}))
    assert "Sáng mới mở lò." in client.get(page.get_url()).content.decode()


def test_a_changed_address_redirects_for_good(editor: Client, client: Client, page: Any, django_capture_on_commit_callbacks: Any) -> None:
    old = page.get_url()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), _form(page, slug="dong-nang", **{"action-publish": "1"}))
    new = Page.objects.get(pk=page.pk).get_url()
    assert new == old.replace("dong-gio", "dong-nang")
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"].removeprefix("http://testserver")) == (301, new)


def test_every_block_has_something_to_preview(db: None) -> None:
    assert [name for name, block in BodyBlock().child_blocks.items() if not block.is_previewable] == []
    image = CustomImage.objects.create(title="Lò gốm", file=ContentFile(png(), "lo-gom.png"), alt_vi="Lò gốm", alt_en="Kiln")
    block: Any = BodyBlock().child_blocks["picture"]
    assert isinstance(block, PictureBlock)
    shown = block.render(block.get_preview_value())
    assert f"{image.alt_vi}" in shown
    assert "Mẻ gốm vừa ra lò" in shown


def test_without_any_picture_the_preview_is_empty_and_no_error(db: None) -> None:
    block: Any = BodyBlock().child_blocks["picture"]
    assert block.render(block.get_preview_value()).strip() == ""
