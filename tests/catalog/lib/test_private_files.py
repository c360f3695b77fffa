"""A private file has no address, and is sent as something to save."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django.fixtures import Settings

from catalog.lib.private_files import private_storage


def test_it_lies_outside_the_media_and_has_no_address(settings: Settings) -> None:
    name = private_storage().save("papers/one.pdf", ContentFile(b"%PDF-"))
    assert (Path(settings.PRIVATE_ROOT) / name).exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*"))
    with pytest.raises(ValueError, match="no address"):
        private_storage().url(name)


def test_no_name_leads_out_of_the_folder() -> None:
    with pytest.raises(Exception, match=r"[Pp]ath"):
        private_storage().save("../out.pdf", ContentFile(b"x"))
