"""What the officers' desk shows: an annex that waits, one that was applied, and the targets of the year."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.db import transaction

from catalog.lib import clock
from catalog.registry.models import SyncRun
from catalog.registry.services import apply_run, stage_annex
from marketplace.accounts.models import User
from marketplace.demo.files import read_table
from marketplace.demo.people import OFFICER
from marketplace.department_desk.models import Target

SOURCE, APPLIED = "phu-luc-mau.csv", "phu-luc-mau-da-ap-dung.csv"
HEAD = ("STT", "Tên sản phẩm", "Tên chủ thể", "Nhóm", "Điểm", "Hạng sao", "Số quyết định", "Ngày ký", "Cơ quan ban hành")
BODY = "Ủy ban nhân dân thành phố Hà Nội"
# As cities plan them: see the domain's example of at least 400 new products a year.
TARGETS = {"new_products": 400, "national_round": 20, "reevaluated": 150}


@transaction.atomic
def load() -> None:
    """Stage both annexes once, as the demo's officer; nothing of the one that waits reaches an award by itself."""
    table, officer = read_table("sample_awards"), User.objects.filter(email=OFFICER.email).first()
    if officer and not SyncRun.objects.filter(source=APPLIED).exists():
        run = stage_annex(content=_annex(table["applied_records"], 7, months_ago=2), source=APPLIED, actor=officer)
        apply_run(run=run, officer=officer)
    if not SyncRun.objects.filter(source=SOURCE).exists():
        stage_annex(content=_annex(table["records"], 8, months_ago=1), source=SOURCE, actor=officer)
    year = clock.today().year
    for measure, at_least in TARGETS.items():
        Target.objects.get_or_create(year=year, measure=measure, defaults={"at_least": at_least, "source": "Kế hoạch mẫu"})


def _annex(rows: list[dict[str, Any]], number: int, *, months_ago: int) -> bytes:
    signed_on = clock.add_months(clock.today(), -months_ago)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(HEAD)
    for position, row in enumerate(rows, start=1):
        decision = (f"MẪU-{number:02d}/QĐ-UBND/{signed_on.year}", f"{signed_on:%d/%m/%Y}", BODY)
        writer.writerow([position, row["name"], row["maker"], row["group"], row["score"], row["stars"], *decision])
    return lines.getvalue().encode()
