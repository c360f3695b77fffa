"""What every page owes its visitor: light sheets, no inline script or style, a way past the head, errors that stand alone."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from tests.factories.products import ListingFactory

STATIC = Path(settings.ROOT) / "static"
PAGES = [
    "/tim-kiem/",
    "/en/search/",
    "/v/",
    "/tai-khoan/login/",
    "/tai-khoan/signup/",
    "/tai-khoan/login/code/",
    "/gio-hang/",
    "/san-pham/che-lam-thach-xa/",
]
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
DATA = "application/ld+json"


class Inline(HTMLParser):
    """Collects what a strict content policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note style elements, scripts without a file, style and event attributes."""
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != DATA):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or (name.startswith("on") and len(name) > 2)]


def inline_parts(page: str) -> list[str]:
    parser = Inline()
    parser.feed(page)
    return parser.found


def test_the_check_itself_sees_inline_parts() -> None:
    page = '<style></style><script>1</script><p style="a" onclick="b"></p><script src="x"></script>'
    assert inline_parts(page) == ["style", "script", "p style", "p onclick"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_what_the_frame_promises(client: Client, path: str) -> None:
    ListingFactory.create()
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert inline_parts(page) == []
    assert page.count("<h1") == 1
    assert 'class="skip-link" href="#content"' in page
    assert 'class="demo-strip"' in page
    assert len(gzip.compress(answer.content)) <= 30 * 1024


@pytest.mark.django_db
def test_a_shop_that_sells_bears_no_demo_strip(client: Client, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    assert 'class="demo-strip"' not in client.get("/v/").content.decode()


@pytest.mark.parametrize(("pattern", "limit"), [("css/*.css", 20), ("js/*.js", 20), ("desk/*", 6)])
def test_sheets_and_scripts_stay_light(pattern: str, limit: int) -> None:
    files = list(STATIC.glob(pattern))
    assert files
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= limit * 1024


@pytest.mark.parametrize("name", ERRORS)
def test_errors_stand_alone_in_both_languages(name: str) -> None:
    page = render_to_string(name)
    assert '<html lang="vi">' in page
    assert 'lang="en"' in page
    assert inline_parts(page) == []


@pytest.mark.django_db
def test_a_missing_page_is_told_in_our_look(client: Client) -> None:
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "text"), [("/tai-khoan/login/", "Đăng nhập"), ("/en/account/login/", "Sign In")])
def test_account_pages_speak_the_readers_language(client: Client, path: str, text: str) -> None:
    page = client.get(path).content.decode()
    assert f"<h1>{text}" in " ".join(page.split()).replace("<h1> ", "<h1>")
