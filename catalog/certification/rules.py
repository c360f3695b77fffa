"""Bring issuing bodies, score bands and product groups into the database, from the committed table."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from catalog.certification.models import CriteriaBand, IssuingBody, OcopGroup
from catalog.forks.catalogue.models import Category
from catalog.lib.vietnamese import slugify_vietnamese

FILE = Path(__file__).parent / "data" / "rules.toml"


@transaction.atomic
def load_certification_rules() -> int:
    """Load bodies, bands and groups; again and again, with the same result. Gives the number of rows in the table."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return _load_bodies(table["bodies"]) + _load_bands(table["bands"]) + _load_groups(table["groups"])


def _load_bodies(rows: list[dict[str, Any]]) -> int:
    for row in rows:
        facts = {name: row[name] for name in ("level", "valid_from", "source")} | {"name_en": row["en"], "valid_to": row.get("valid_to")}
        # A body bears its name once in the table: its first day may have been put right since it was loaded.
        body = IssuingBody.objects.filter(name_vi=row["vi"]).order_by("valid_from").first() or IssuingBody(name_vi=row["vi"])
        for name, value in facts.items():
            setattr(body, name, value)
        body.save()
    return len(rows)


def _load_bands(table: dict[str, Any]) -> int:
    for row in table["scores"]:
        facts = {"score_from": row["from"], "score_below": row["below"], "source": table["source"]}
        CriteriaBand.objects.update_or_create(stars=row["stars"], valid_from=table["valid_from"], defaults=facts)
    return len(table["scores"])


def _load_groups(table: dict[str, Any]) -> int:
    count = 0
    for position, row in enumerate(table["rows"], start=1):
        parent = _load_group(row, table, position=position * 10, parent=None)
        for offset, child in enumerate(row["children"], start=1):
            _load_group(child, table, position=position * 10 + offset, parent=parent)
        count += 1 + len(row["children"])
    return count


def _load_group(row: dict[str, Any], table: dict[str, Any], *, position: int, parent: OcopGroup | None) -> OcopGroup:
    facts = {"name_vi": row["vi"], "name_en": row["en"], "parent": parent, "position": position, "source": table["source"]}
    group, _ = OcopGroup.objects.update_or_create(code=row["code"], valid_from=table["valid_from"], defaults=facts)
    if group.category_id is None:
        group.category = _new_category(group, parent)
        group.save(update_fields=["category"])
    return group


def _new_category(group: OcopGroup, parent: OcopGroup | None) -> Category:
    facts = {"name": group.name_vi, "slug": slugify_vietnamese(group.name_vi), "code": group.code}
    category: Category = parent.category.add_child(**facts) if parent and parent.category else Category.add_root(**facts)
    return category
