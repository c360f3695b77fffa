"""Make `.venv` from a lock file, once for each state of the lock. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / ".installed"


class StartError(Exception):
    """Something that the person at the keyboard can mend; the message is one line that says how."""


def _hash(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_installed(lock: Path) -> bool:
    """Whether `.venv` already holds what the lock names."""
    return PYTHON.exists() and NOTE.exists() and _hash(lock) in NOTE.read_text().split()


def _has_pip() -> bool:
    """Whether `.venv` is whole enough to install into: one that was broken off has a Python and nothing else."""
    if not PYTHON.exists():
        return False
    try:
        return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise StartError(f"Python's venv module is missing: install it with: sudo apt install python{version}-venv")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise StartError(f"Cannot make {VENV}: make the folder {ROOT} writable, or copy the project to one that is") from error


def install(*locks: Path) -> None:
    """Install the locks into `.venv`, with hashes checked.

    Raises:
        StartError: the folder is read-only, or the packages cannot be fetched.
    """
    if not _has_pip():
        _make_venv()
    wanted = [part for lock in locks for part in ("-r", str(lock))]
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *wanted]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        last = result.stderr.strip().splitlines()[-1:] or ["pip said nothing"]
        raise StartError(f"Cannot fetch the packages: check the network connection and run the command again ({last[0]})")
    NOTE.write_text("\n".join(_hash(lock) for lock in locks) + "\n")
