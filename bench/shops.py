"""Make both shops at one size, and start them with the same server and the same options."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.load import get
from bench.orders import cpu_seconds

ROOT = Path(__file__).resolve().parents[1]
OUR_PYTHON = ROOT / ".venv" / "bin" / "python"
STOCK_VENV = ROOT / "bench" / ".venv"
STOCK_PYTHON = STOCK_VENV / "bin" / "python"
LOCK = ROOT / "bench" / "requirements.txt"
GUNICORN = ("--worker-class", "sync", "--log-level", "error", "--no-control-socket")
STATIC = ("django", "collectstatic", "--noinput", "-v0")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class BenchError(Exception):
    """Something that the person at the keyboard can mend, in one line."""


def end_politely() -> None:
    """Let whoever ends this process end the servers too that it has started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@dataclass(slots=True)
class Shop:
    """One of the things measured: how it is run, and what can be asked of it."""

    name: str
    python: Path
    application: str
    env: dict[str, str]
    products: list[dict[str, Any]] = field(default_factory=list)
    paths: dict[str, list[str]] = field(default_factory=dict)

    def run(self, *words: str) -> None:
        """Run `python -m …` in the shop's environment."""
        result = subprocess.run([str(self.python), "-m", *words], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        if result.returncode:
            raise BenchError(f"{self.name}: {' '.join(words)} failed:\n{result.stderr[-3000:]}")


class Server:
    """A shop that answers on a port of its own, until the block ends."""

    def __init__(self, shop: Shop, *, workers: int = 1, **env: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.shop, self.env, self.workers = shop, {**shop.env, **env}, workers

    def __enter__(self) -> Server:
        options = [*GUNICORN, "--workers", str(self.workers), "--bind", f"127.0.0.1:{self.port}"]
        command = [str(self.shop.python), "-m", "gunicorn", *options, self.shop.application]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            try:
                get(self.port, self.shop.paths["first"][0])
                return self
            except OSError:
                time.sleep(0.2)
        self.__exit__()
        raise BenchError(f"{self.shop.name}: the server did not start; its message stands above")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _children(self) -> list[Path]:
        """The workers: the children of gunicorn's master."""
        master = self.process.pid
        return [Path("/proc") / pid for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def worker_pid(self) -> str:
        """The first worker's id."""
        return self._children()[0].name

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far."""
        return sum(cpu_seconds(worker.name) for worker in self._children())

    def megabytes(self) -> float:
        """Resident memory of the first worker."""
        return int((self._children()[0] / "statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def _install_stock() -> None:
    """Make the stock shop's own environment once for each state of its lock."""
    note = STOCK_VENV / ".installed"
    if note.exists() and note.read_bytes() == LOCK.read_bytes():
        return
    install = [str(STOCK_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
    for command in ([sys.executable, "-m", "venv", "--clear", str(STOCK_VENV)], install):
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise BenchError(f"Cannot make {STOCK_VENV.relative_to(ROOT)}: {result.stderr[-1000:]}")
    note.write_bytes(LOCK.read_bytes())


def _run_all(shop: Shop, *steps: tuple[str, ...]) -> None:
    for step in steps:
        print(f"{shop.name}: {' '.join(step[:2])} …", file=sys.stderr, flush=True)
        shop.run(*step)


def make_ours(data: Path, size: int, *, database: str = "") -> Shop:
    """Make the marketplace: migrate, load the demo, fill up to `size`, index, gather static files; on SQLite unless told otherwise."""
    if not OUR_PYTHON.exists():
        raise BenchError("The marketplace is not installed: run ./start or ./test once")
    name = "ours-postgres" if database else "ours"
    folder, sold = data / name, data / f"{name}.json"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.ours.settings",
        "CHO_SAO_DATA_DIR": str(folder),
        "CHO_SAO_PROXY_COUNT": "1",
        "CHO_SAO_DATABASE_URL": database,
    }
    shop = Shop("ours", OUR_PYTHON, "marketplace.wsgi", env)
    folder.mkdir(parents=True, exist_ok=True)
    # Each step changes nothing the second time, so that a kept shop follows the code.
    _run_all(shop, ("django", "migrate", "-v0"), ("django", "load_demo"), ("bench.ours.fill", str(size), str(sold)), STATIC)
    shop.products = json.loads(sold.read_text())["products"]
    return shop


def make_stock(data: Path, *, database: str = "") -> Shop:
    """Make the stock shop with the products that ours wrote down."""
    _install_stock()
    name = "stock-postgres" if database else "stock"
    folder, sold = data / name, data / f"{name}.json"
    env = {
        **os.environ,
        "BENCH_STOCK_POSTGRES": database,
        "DJANGO_SETTINGS_MODULE": "bench.stock.settings",
        "BENCH_STOCK_DATA": str(folder),
        "PYTHONWARNINGS": "ignore",
    }
    shop = Shop("stock", STOCK_PYTHON, "bench.stock.wsgi", env)
    fill = ("bench.stock.fill", str(data / "ours.json"), str(sold))
    folder.mkdir(parents=True, exist_ok=True)
    _run_all(shop, ("django", "migrate", "-v0"), fill, STATIC)
    shop.products = json.loads(sold.read_text())["products"]
    return shop


def make_bare(bodies: Path) -> Shop:
    """Make the bare view that gives the files of a folder."""
    return Shop("bare", OUR_PYTHON, "bench.bare.app", {**os.environ, "BENCH_BODIES": str(bodies)})
