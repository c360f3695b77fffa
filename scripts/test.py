"""Run the gate and every test; ends with pytest's summary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import servers
from elasticsearch_server import elasticsearch
from environment import PYTHON, ROOT, StartError, install, is_installed

LOCK = ROOT / "requirements" / "dev.txt"
RUN_LOCK = ROOT / "requirements" / "run.txt"


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def run_pytest(arguments: list[str], **variables: str) -> int:
    """Run pytest with these variables added."""
    command = [str(PYTHON), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode


@contextmanager
def search_cluster(arguments: list[str]) -> Iterator[str]:
    """Run an Elasticsearch for whole runs and for those of the search; without one its tests say that they are skipped."""
    if arguments and not any("search" in word for word in arguments):
        yield ""
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(elasticsearch())
        except StartError as error:
            say(f"Without Elasticsearch: {error}")
            url = ""
        yield url


def run_tests(arguments: list[str], is_full: bool) -> int:
    """Run what must hold on PostgreSQL there, then everything on SQLite."""
    sizes = {"CHO_SAO_TEST_SIZE": "full" if is_full else "reduced"}
    with servers.postgres() as database_url, servers.redis() as redis_url, search_cluster(arguments) as search_url:
        say("\nOn PostgreSQL and Redis: what must hold on every database")
        first = run_pytest(["-m", "every_database", *arguments], CHO_SAO_DATABASE_URL=database_url, CHO_SAO_REDIS_URL=redis_url, **sizes)
        say("\nOn SQLite: everything")
        second = run_pytest(
            ["-n", "2", *arguments],
            CHO_SAO_TEST_POSTGRES_URL=database_url,
            CHO_SAO_TEST_REDIS_URL=redis_url,
            CHO_SAO_TEST_ELASTICSEARCH_URL=search_url,
            **sizes,
        )
    return first or second


def main() -> int:
    """Install, check, test."""
    arguments = sys.argv[1:]
    is_full = "--full" in arguments
    arguments = [word for word in arguments if word != "--full"]
    try:
        if not is_installed(LOCK):
            say("Installing the packages for the tests …")
            install(LOCK, RUN_LOCK)
        servers.install_missing()
        if not arguments and subprocess.run(["scripts/gate"], cwd=ROOT, check=False).returncode:
            return 1
        return run_tests(arguments, is_full)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
