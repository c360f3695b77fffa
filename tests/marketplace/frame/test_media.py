"""Pictures are served without DEBUG, and nothing outside their folder is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def folder(settings: Settings) -> Path:
    """Give the test's own folder of pictures, with one in it and a secret beside it."""
    root = Path(settings.MEDIA_ROOT)
    (root / "images").mkdir(parents=True)
    (root / "images" / "bat.webp").write_bytes(b"picture")
    (root.parent / "secret.txt").write_text("secret")
    return root


def test_a_picture_is_given_and_may_be_kept(client: Client, folder: Path) -> None:
    answer = client.get("/media/images/bat.webp")
    assert b"".join(answer.streaming_content) == b"picture"
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["images/none.webp", "images/"])
def test_what_is_no_picture_is_not_found(client: Client, folder: Path, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "images/..%2f..%2fsecret.txt"])
def test_a_way_out_of_the_folder_is_refused(client: Client, folder: Path, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 400
