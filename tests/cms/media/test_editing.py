"""Wagtail's screens: what an editor uploads is described in both languages and made small by a job; what is unsafe is refused."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image

from cms.home.models import HomePage
from cms.media.models import CustomImage
from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser(email="bien.tap@cho-sao.example", password="mot-mat-khau-dai"))
    return client


def upload(client, name: str, data: bytes):
    file = SimpleUploadedFile(name, data, content_type="application/octet-stream")
    fields = {"title": "Lò gốm", "file": file, "alt_vi": "Lò gốm bên sông", "alt_en": "Kilns by the river", "tags": "", "collection": "1"}
    return client.post(reverse("wagtailimages:add"), fields)


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (900, 600), "#b93220").save(data, "PNG")
    return data.getvalue()


def test_the_form_asks_for_both_descriptions(desk):
    page = desk.get(reverse("wagtailimages:add")).content.decode()
    assert 'name="alt_vi"' in page
    assert 'name="alt_en"' in page


def test_a_picture_is_kept_and_its_sizes_are_left_to_a_job(desk):
    upload(desk, "lo-gom.png", png())
    image = CustomImage.objects.get()
    assert (image.alt_vi, image.alt_en) == ("Lò gốm bên sông", "Kilns by the river")
    assert DBTaskResult.objects.filter(task_path="cms.media.tasks.make_sizes", args_kwargs__args=[image.pk]).count() == 1


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.gif", "a.pdf"])
def test_an_svg_is_refused_under_any_name(desk, name):
    answer = upload(desk, name, b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>')
    assert answer.status_code == 200
    assert not CustomImage.objects.exists()


def test_a_picture_that_unpacks_to_too_much_is_refused(desk, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    upload(desk, "a.png", png())
    assert not CustomImage.objects.exists()


def test_wagtails_screens_open_without_documents(desk):
    for name in ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtailimages:index"):
        assert desk.get(reverse(name)).status_code == 200, name


def test_the_home_page_can_be_edited_and_previewed(desk):
    page = HomePage.objects.first()
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_only_the_editors_preview_can_be_framed(desk):
    page = HomePage.objects.first()
    preview = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in desk.get(page.get_url()).headers["Content-Security-Policy"]


def test_editors_screens_ask_no_other_server(desk):
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "gravatar" not in page
