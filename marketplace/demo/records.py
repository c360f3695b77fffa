"""A sample annex that waits for an officer: a sure row, a doubtful one and a rejected one."""

from __future__ import annotations

import csv
import io

from django.db import transaction

from catalog.lib import clock
from catalog.registry.models import SyncRun
from catalog.registry.services import stage_annex
from marketplace.demo.files import read_table

SOURCE = "phu-luc-mau.csv"
HEAD = ("STT", "Tên sản phẩm", "Tên chủ thể", "Nhóm", "Điểm", "Hạng sao", "Số quyết định", "Ngày ký", "Cơ quan ban hành")
BODY = "Ủy ban nhân dân thành phố Hà Nội"


@transaction.atomic
def load() -> None:
    """Stage the annex once, as signed a month before; nothing of it reaches an award by itself."""
    if not SyncRun.objects.filter(source=SOURCE).exists():
        stage_annex(content=_annex().encode(), source=SOURCE, actor=None)


def _annex() -> str:
    signed_on = clock.add_months(clock.today(), -1)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(HEAD)
    for number, row in enumerate(read_table("sample_awards")["records"], start=1):
        decision = (f"MẪU-08/QĐ-UBND/{signed_on.year}", f"{signed_on:%d/%m/%Y}", BODY)
        writer.writerow([number, row["name"], row["maker"], row["group"], row["score"], row["stars"], *decision])
    return lines.getvalue()
