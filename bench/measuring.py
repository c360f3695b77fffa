"""Ask a shop that runs: in processes of their own, so that the worker's processor time is told apart from the asking."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from bench.load import HEADER, get
from bench.shops import ROOT, BenchError, Server

TOTALS = {"ours": r'id="found-count"[^>]*><strong>([\d.,]+)', "stock": r"(?:Found )?<strong>(\d+)</strong>\s+results?"}


def body_of(server: Server, path: str) -> str:
    """Give a page's text."""
    return get(server.port, path).partition(b"\r\n\r\n")[2].decode()


def total_on(server: Server, path: str) -> int:
    """Read how many products a list says it has."""
    found = re.search(TOTALS[server.shop.name], body_of(server, path))
    if found is None:
        raise BenchError(f"{server.shop.name}: {path} does not say how many products it lists")
    return int(re.sub(r"\D", "", found[1]))


def ask_apart(server: Server, module: str, *words: str, given: Any) -> dict[str, Any]:
    """Run a generator in a process of its own, and note the processor time that the workers spent meanwhile."""
    before = server.cpu_seconds()
    command = [sys.executable, "-m", module, *words]
    result = subprocess.run(command, cwd=ROOT, input=json.dumps(given), capture_output=True, text=True, check=False)
    if result.returncode:
        raise BenchError(f"{server.shop.name}: {module} stopped: {result.stderr.strip()[-500:]}")
    return {**json.loads(result.stdout), "cpu_seconds": server.cpu_seconds() - before}


def load(server: Server, paths: list[str], seconds: float) -> dict[str, Any]:
    """Ask for paths in turn until the time is over."""
    return ask_apart(server, "bench.load", str(server.port), str(seconds), given=paths)


def queries_on(server: Server, paths: list[str]) -> list[int]:
    """Count the queries of each path with a server that has the counting middleware; each is asked twice, the second time counts."""
    answers = [get(server.port, path) for path in [*paths, *paths]]
    found = [re.search(rb"\r\n" + HEADER.encode() + rb": (\d+)", answer, re.I) for answer in answers]
    return [int(one[1]) if one else 0 for one in found[len(paths) :]]
