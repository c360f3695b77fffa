"""Stage and apply a long annex on a database of its own: `python -m bench.registry [--rows 20000] [--data FOLDER]`.

Each phase runs in a process of its own, so that the largest memory is that phase's. The second annex renews every product of
the first. What is wanted: a run of 20,000 rows, staged and applied, in 60 s and 300 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "marketplace" / "demo" / "data"
HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Nhóm", "Điểm", "Hạng sao", "Số quyết định", "Ngày ký"]
MAX_SECONDS, MAX_MEGABYTES = 60.0, 300.0
FORMS = ("Hợp tác xã", "Công ty TNHH", "Hộ kinh doanh", "Cơ sở")
PLACES = ("xã Bát Tràng, huyện Gia Lâm", "xã Phú Nghĩa, huyện Chương Mỹ", "phường Vạn Phúc, quận Hà Đông", "xã Thạch Xá, huyện Thạch Thất")
GROUPS = ("Thực phẩm", "Đồ uống", "Thủ công mỹ nghệ", "Dược liệu")


def real_names() -> list[str]:
    """Give the names of real products as the demo's tables have them."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("products_*.toml"))]
    return [row["vi"]["title"] for table in tables for row in table["products"]]


def write_annex(path: Path, rows: int, year: int) -> None:
    """Write an annex of so many products, five of each maker, under decisions of one year."""
    names = real_names()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for number in range(rows):
            maker = number // 5
            name = f"{names[number % len(names)]} {'ABCDE'[number % 5]}{maker}"
            day = f"{1 + number % 28:02}/03/{year}"
            facts = [PLACES[number % 4], GROUPS[number % 4], f"{70 + number % 20},5", "4 sao", f"{100 + number % 28}/QĐ-UBND", day]
            writer.writerow([number + 1, name, f"{FORMS[maker % 4]} Số {maker}", *facts])


def run_phase(phase: str, path: Path) -> None:
    """Do one phase in this process, and print what it took."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from catalog.registry.models import SyncRun
    from catalog.registry.services import apply_run, stage_annex

    officer, _new = get_user_model().objects.get_or_create(email="bench@nguoi.example", defaults={"is_superuser": True})
    start, cpu = time.monotonic(), time.process_time()
    if phase == "stage":
        run = stage_annex(content=path.read_bytes(), source=path.name, actor=officer)
    else:
        run = apply_run(run=SyncRun.objects.get(source=path.name), officer=officer)
    took = {"seconds": round(time.monotonic() - start, 1), "cpu_seconds": round(time.process_time() - cpu, 1)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"phase": phase, "annex": path.name, **took, "megabytes": round(peak), **run.counts}))


def measure(rows: int, folder: Path) -> list[dict[str, Any]]:
    """Measure all phases over a database in `folder`, which is migrated first."""
    environment = {**os.environ, "CHO_SAO_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev"}
    environment |= {"CHO_SAO_DATABASE_URL": os.environ.get("CHO_SAO_BENCH_DATABASE_URL", "")}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, cwd=ROOT, env=environment)
    found = []
    for year in (2023, 2026):
        path = folder / f"annex-{year}.csv"
        write_annex(path, rows, year)
        for phase in ("stage", "apply"):
            command = [sys.executable, "-m", "bench.registry", "--phase", phase, "--annex", str(path)]
            done = subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True, text=True)
            found.append(json.loads(done.stdout.splitlines()[-1]))
            print(found[-1])
    return found


def main() -> int:
    """Measure, and end with 1 if a run took more time or memory than is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="folder for the database; a fresh one unless given")
    parser.add_argument("--phase", choices=["stage", "apply"])
    parser.add_argument("--annex", type=Path)
    options = parser.parse_args()
    if options.phase:
        run_phase(options.phase, options.annex)
        return 0
    with tempfile.TemporaryDirectory(prefix="cho-sao-bench-") as folder:
        found = measure(options.rows, options.data or Path(folder))
    whole = [sum(one["seconds"] for one in found[at : at + 2]) for at in (0, 2)]
    peak = max(one["megabytes"] for one in found)
    print(f"{options.rows} rows: {whole[0]:.0f} s new, {whole[1]:.0f} s renewed, {peak:.0f} MB")
    return int(max(whole) > MAX_SECONDS or peak > MAX_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
