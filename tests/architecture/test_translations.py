"""No interface text without Vietnamese."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import allauth
from babel.messages.pofile import read_po

from tests.architecture.interface_texts import bare_texts, interface_texts, template_files, texts_of
from tests.architecture.sources import ROOT

CATALOG = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def _vietnamese() -> dict[tuple[str, str], str]:
    if not CATALOG.exists():
        return {}
    with CATALOG.open("rb") as handle:
        catalog = read_po(handle, locale="vi")
    return {
        (str(message.context or ""), message.id if isinstance(message.id, str) else message.id[0]): "".join(message.string or "")
        for message in catalog
        if message.id and not message.fuzzy
    }


def test_texts_are_found_in_code_and_in_templates(tmp_path: Path):
    template = tmp_path / "a.html"
    template.write_text(
        '{% load i18n %}<p>It\'s {% translate "Add to basket" %}</p>\n  {% blocktranslate count n=n %}{{ n }} item'
        '{% plural %}{{ n }} items{% endblocktranslate %}{% translate "May" context "month" %}'
    )
    assert texts_of(template) == {("", "Add to basket"), ("", "%(n)s item"), ("month", "May")}
    code = tmp_path / "a.py"
    code.write_text('from x import gettext_lazy as _\nA = _("Sold out")\nB = ngettext("%d day", "%d days", 2)\n')
    assert texts_of(code) == {("", "Sold out"), ("", "%d day")}


def test_there_are_texts_to_translate():
    assert len(interface_texts()) > 50
    assert template_files()


def test_every_interface_text_is_vietnamese_too():
    """Mend it with: scripts/translate "English" "Tiếng Việt"."""
    vietnamese = _vietnamese()
    missing = [f"{english!r} in {path}" for (context, english), path in interface_texts().items() if not vietnamese.get((context, english))]
    assert not missing, "\n".join(missing)


# Of allauth, which brings no Vietnamese: what this shop shows nowhere, since nobody has a user name, a passkey or a link to confirm.
UNUSED_OF_ALLAUTH = {
    "admin.py", "apps.py", "models.py", "email_confirm.html", "password_reset_key_message.txt", "signup_by_passkey.html",
    "verified_email_required.html",
}  # fmt: skip
ABSENT = ("username", "passkey", "authenticator", "security key")


def test_every_text_of_signing_in_and_up_is_vietnamese_too():
    vietnamese, folder = _vietnamese(), Path(allauth.__file__).parent
    files = [path for room in ("account", "core", "templates/account") for path in sorted((folder / room).rglob("*.*"))]
    shown = [
        path
        for path in files
        if path.suffix in {".py", ".html", ".txt"} and path.name not in UNUSED_OF_ALLAUTH and "tests" not in path.parts
    ]
    texts = {text: path.name for path in shown for text in texts_of(path)}
    assert len(texts) > 100
    missing = [
        f"{english!r} in {name}"
        for (context, english), name in texts.items()
        if not vietnamese.get((context, english)) and not any(word in english.lower() for word in ABSENT)
    ]
    assert not missing, "\n".join(missing)


def test_vietnamese_texts_are_composed():
    """NFC: a decomposed mark looks the same and is found by no search."""
    assert [text for text in _vietnamese().values() if not unicodedata.is_normalized("NFC", text)] == []


def test_no_template_speaks_one_language_only():
    """The error pages are bilingual by themselves: they must stand without anything that could fail once more."""
    bilingual = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
    names = {"Chợ Sao", "JSON", "XLSX", "CSV"}
    bare = {
        path.relative_to(ROOT).as_posix(): words
        for path in template_files()
        if path.name not in bilingual and (words := set(bare_texts(path.read_text())) - names)
    }
    assert bare == {}


def test_bare_words_are_seen():
    source = (
        '{% load i18n %}<p title="Hot">Cold {{ n }}</p>{% translate "Warm" %}<b>{# no #}·</b>{% blocktranslate %}x y{% endblocktranslate %}'
    )
    assert bare_texts(source) == ["Hot", "Cold"]


def test_words_of_two_meanings_have_a_word_for_each():
    vietnamese = _vietnamese()
    # Wagtail's menu leads to "Account"; what is sold is no money for it; an officer's note is none for a courier.
    assert [vietnamese[one] for one in (("", "Account"), ("", "Account number"))] == ["Tài khoản", "Số tài khoản"]
    assert [vietnamese[one] for one in (("nature", "goods"), ("", "goods"))] == ["hàng hóa", "tiền hàng"]
    assert [vietnamese[one] for one in (("of an officer", "Note"), ("", "Note"))] == ["Ghi chú", "Lưu ý"]
    assert vietnamese["finding", "Which"] == "Mã"
