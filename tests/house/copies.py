"""A copy of the project in an empty folder, with the environment of the present one, for trying ./start as a stranger would."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", ".data-dir", "data", "build", "node_modules", "__pycache__", "*_cache", "screenshots"
)


def _keep_data_of_rooms(folder: str, names: list[str]) -> set[str]:
    left = set(LEFT_OUT(folder, names))
    return left if Path(folder) == ROOT else left - {"data", "build"}


def copy_project(target: Path) -> Path:
    """Copy what a clone would hold."""
    shutil.copytree(ROOT, target, ignore=_keep_data_of_rooms)
    return target


def lend_environment(project: Path) -> None:
    """Give the copy an environment that looks installed, without installing anything."""
    venv = project / ".venv"
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to((ROOT / ".venv").resolve() / name)
    lock = project / "requirements" / "run.txt"
    (venv / ".installed").write_text(hashlib.sha256(lock.read_bytes()).hexdigest() + "\n")


def clean_environment(**more: str) -> dict[str, str]:
    """Give a stranger's variables: none of the shop's, none of the test run's."""
    own = ("CHO_SAO_", "DJANGO_", "PYTEST_", "COV_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)} | more


def run_start(project: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ./start to its end."""
    command = [str(project / "start"), *words]
    return subprocess.run(command, env=clean_environment(**variables), capture_output=True, text=True, check=False, timeout=240)
