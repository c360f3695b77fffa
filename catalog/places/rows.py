"""Places as plain rows, before they meet the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.lib.vietnamese import nfc, slugify_vietnamese

COMMUNE_KINDS = {"phường": ("Phường", "Ward"), "xã": ("Xã", "Commune"), "đặc khu": ("Đặc khu", "Special Zone")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRow:
    """Another name of a place; `kind` is one of `PlaceAlias.Kind`."""

    kind: str
    name: str
    code: str = ""
    valid_to: date | None = None
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A place's name and line of description in one language."""

    title: str
    slug: str
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place; a village is known by the slug of its Vietnamese text, every other place by its code."""

    kind: str
    code: str
    parent_code: str
    valid_from: date
    vi: TextRow
    en: TextRow
    aliases: tuple[AliasRow, ...] = field(default=())


def province_rows(table: dict[str, Any]) -> Iterator[PlaceRow]:
    """Give the provinces of `provinces.toml`, each with the former provinces that went into it."""
    for entry in table["provinces"]:
        former = [
            AliasRow(kind="province", name=old["name"], code=old["code"], valid_to=table["former_valid_to"]) for old in entry["former"]
        ]
        yield PlaceRow(
            kind="province",
            code=entry["code"],
            parent_code="",
            valid_from=table["valid_from"],
            vi=TextRow(title=entry["vi"], slug=slugify_vietnamese(entry["vi"])),
            en=TextRow(title=entry["en"], slug=slugify_vietnamese(entry["en"])),
            aliases=(*former, *_spellings([entry["vi"], entry["en"], *entry.get("spellings", [])])),
        )


def commune_row(*, kind: str, name: str, code: str, province: str, valid_from: date, aliases: Iterable[AliasRow] = ()) -> PlaceRow:
    """Give a ward, commune or special zone.

    Raises:
        KeyError: the kind is none of these.
    """
    prefix, suffix = COMMUNE_KINDS[kind]
    vi, en = f"{prefix} {name}", f"{name} {suffix}"
    return PlaceRow(
        kind="commune",
        code=code,
        parent_code=province,
        valid_from=valid_from,
        vi=TextRow(title=vi, slug=slugify_vietnamese(vi)),
        en=TextRow(title=en, slug=slugify_vietnamese(en)),
        aliases=(*aliases, *_spellings([name])),
    )


def hanoi_rows(table: dict[str, Any]) -> Iterator[PlaceRow]:
    """Give Hanoi's wards and communes, each with its former units, districts and, where it holds, Hà Tây."""
    for entry in table["communes"]:
        yield commune_row(
            kind=entry["kind"],
            name=entry["name"],
            code=entry["code"],
            province=table["province"],
            valid_from=table["valid_from"],
            aliases=[*_former_communes(entry, table), *_former_districts(entry, table)],
        )


def _former_communes(entry: dict[str, Any], table: dict[str, Any]) -> Iterator[AliasRow]:
    """Give each former name once: whole before part, later before earlier."""
    seen: set[str] = set()
    for key, valid_to in (
        ("former", table["former_valid_to"]),
        ("earlier", table["earlier_valid_to"]),
        ("parts", table["former_valid_to"]),
    ):
        for names in entry.get(key, {}).values():
            for name in names:
                if name not in seen:
                    seen.add(name)
                    yield AliasRow(kind="commune", name=name, valid_to=valid_to, is_partial=key == "parts")


def _former_districts(entry: dict[str, Any], table: dict[str, Any]) -> Iterator[AliasRow]:
    whole, parts = entry.get("former", {}), entry.get("parts", {})
    for name in [*whole, *(district for district in parts if district not in whole)]:
        code = table["districts"][name]["code"]
        yield AliasRow(kind="district", name=name, code=code, valid_to=table["former_valid_to"], is_partial=name not in whole)
    old = table["ha_tay"]
    if set(whole) & set(old["districts"]):
        yield AliasRow(kind="province", name=old["name"], code=old["code"], valid_to=old["valid_to"])


def village_rows(table: dict[str, Any]) -> Iterator[PlaceRow]:
    """Give the craft villages, each in its present ward or commune."""
    for entry in table["villages"]:
        yield PlaceRow(
            kind="village",
            code="",
            parent_code=entry["commune"],
            valid_from=table["valid_from"],
            vi=TextRow(title=entry["name"], slug=entry["key"], summary=entry["craft_vi"]),
            en=TextRow(title=entry["name"], slug=entry["key"], summary=entry["craft_en"]),
            aliases=(
                AliasRow(kind="district", name=entry["district"], valid_to=date(2025, 6, 30)),
                *_spellings([entry["name"], *entry.get("spellings", [])]),
            ),
        )


def _spellings(names: Iterable[str]) -> Iterator[AliasRow]:
    """Give each name once as a spelling; a place is always found by its bare name."""
    for name in dict.fromkeys(nfc(name) for name in names):
        yield AliasRow(kind="spelling", name=name)
