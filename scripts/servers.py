"""Throw-away PostgreSQL and Redis on loopback for the tests; they end with the program that started them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from environment import StartError

DEBIAN_PACKAGES = {"postgres": "postgresql", "redis-server": "redis-server", "chromium": "chromium"}


def find_program(name: str) -> Path | None:
    """Find a program on the path, or where Debian keeps PostgreSQL's."""
    found = shutil.which(name)
    if found:
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), default=None)


def install_missing() -> None:
    """Install what the tests need where that is possible without asking (Debian, as root).

    Raises:
        StartError: something is missing and cannot be installed; the line says what to type.
    """
    missing = [package for program, package in DEBIAN_PACKAGES.items() if find_program(program) is None]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=False, capture_output=True, env=environment)
        subprocess.run(command, check=False, capture_output=True, env=environment)
        missing = [package for program, package in DEBIAN_PACKAGES.items() if find_program(program) is None]
    if missing:
        raise StartError(f"The tests need {', '.join(missing)}: install with: sudo apt install {' '.join(missing)}")


def free_port() -> int:
    """Give a port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def user_for_postgres(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made, or as nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait(port: int, process: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise StartError(f"A server for the tests did not start (port {port})")


@contextmanager
def _running(command: list[str], port: int, *, seconds: float = 30, **options: Any) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        _wait(port, process, seconds)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL and give its address."""
    folder, port = Path(tempfile.mkdtemp(prefix="cho-sao-postgres-")), free_port()
    user = user_for_postgres(folder)
    try:
        initdb = [str(find_program("initdb")), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd="/", **user)
        # Nothing here outlives the run, so nothing need be written twice.
        speed = "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {speed} -c max_connections=200"
        command = [str(find_program("postgres")), "-D", str(folder / "data"), "-p", str(port), *options.split()]
        with _running(command, port, cwd="/", **user):
            time.sleep(0.5)
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis and give its address."""
    port = free_port()
    command = [str(find_program("redis-server")), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _running(command, port):
        yield f"redis://127.0.0.1:{port}/0"
