"""What people send is checked, and photos forget where they were taken."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.lib import uploads
from catalog.lib.uploads import UnfitUpload, check_paper, check_photo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **facts: object) -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, form, **facts)
    return SimpleUploadedFile(f"../../x.{form.lower()}", target.getvalue())


def test_a_photo_loses_its_metadata_and_its_name() -> None:
    facts = Image.Exif()
    facts[0x010E] = "Nhà bà Lan, 1 Tràng Tiền"
    checked = check_photo(picture(exif=facts))
    with Image.open(io.BytesIO(checked.data)) as kept:
        assert (kept.format, dict(kept.getexif())) == ("JPEG", {})
    assert checked.as_file("photo-1").name == "photo-1.jpg"


def test_a_large_photo_is_made_smaller() -> None:
    with Image.open(io.BytesIO(check_photo(picture("PNG", (3200, 800))).data)) as kept:
        assert kept.size == (1600, 400)


@pytest.mark.parametrize("data", [b"", b"\x00", SVG, b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitUpload):
        check_photo(SimpleUploadedFile("photo.jpg", data))


def test_too_many_bytes_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnfitUpload):
        check_paper(SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(uploads.MAX_BYTES)))
    with pytest.raises(UnfitUpload):
        check_photo(picture("PNG", (8_000, 6_000)))


def test_a_paper_is_a_pdf_or_a_photo() -> None:
    assert check_paper(SimpleUploadedFile("giay.exe", b"%PDF-1.7 x")).ending == "pdf"
    assert check_paper(picture()).media_type == "image/jpeg"
    with pytest.raises(UnfitUpload):
        check_paper(SimpleUploadedFile("giay.pdf", SVG))
