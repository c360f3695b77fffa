"""Run the gate and every test; ends with pytest's summary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import servers
from elasticsearch_server import elasticsearch
from elasticsearch_server import install as install_elasticsearch
from environment import PYTHON, ROOT, StartError, install, is_installed

LOCK = ROOT / "requirements" / "dev.txt"
RUN_LOCK = ROOT / "requirements" / "run.txt"


# Stealing keeps a module's tests together in one process, and with them what is made once for a module.
SIDE_BY_SIDE = ["-n", "2", "--dist", "worksteal"]
FULL_SECONDS = "7200"  # of one test at its full size


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def run_pytest(arguments: list[str], **variables: str) -> int:
    """Run pytest with these variables added."""
    command = [str(PYTHON), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode


def wants_search(arguments: list[str]) -> bool:
    """Elasticsearch is for whole runs and for those of the search."""
    return not arguments or any("search" in word for word in arguments)


@contextmanager
def search_cluster(is_wanted: bool) -> Iterator[str]:
    """Run an Elasticsearch where it is wanted; without one its tests say that they are skipped."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(elasticsearch()) if is_wanted else ""
        except StartError as error:
            say(f"Without Elasticsearch: {error}")
            url = ""
        yield url


@contextmanager
def beside(*database_urls: str, is_search_wanted: bool) -> Iterator[None]:
    """Migrate the template databases, fetch Elasticsearch and stripe-mock while something else goes on; all is there at the end."""
    command = [str(PYTHON), "-m", "tests.databases"]
    settings = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    making = [subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings, "CHO_SAO_DATABASE_URL": url}) for url in database_urls]
    making.append(subprocess.Popen(["scripts/stripe_mock"], cwd=ROOT))  # without Go it says so, and its tests are skipped
    fetching = ThreadPoolExecutor(1)
    if is_search_wanted:
        fetching.submit(install_elasticsearch)  # where it fails, search_cluster says why
    try:
        yield
        for process in making:
            process.wait()
    finally:
        for process in making:
            process.terminate()
        fetching.shutdown()


def gate(arguments: list[str]) -> int:
    """Run the gate before whole runs."""
    return 0 if arguments else subprocess.run(["scripts/gate"], cwd=ROOT, check=False).returncode


def run_tests(arguments: list[str], is_full: bool) -> int:
    """Run the gate, then what must hold on PostgreSQL there, then everything on SQLite."""
    sizes = {"CHO_SAO_TEST_SIZE": "full" if is_full else "reduced"}
    patience = ["--timeout", FULL_SECONDS] if is_full else []
    is_search_wanted = wants_search(arguments)
    with servers.postgres() as database_url, servers.redis() as redis_url:
        with beside("", database_url, is_search_wanted=is_search_wanted):
            if gate(arguments):
                return 1
        say("\nOn PostgreSQL and Redis: what must hold on every database")
        first = run_pytest(
            [*SIDE_BY_SIDE, *patience, "-m", "every_database", *arguments],
            CHO_SAO_DATABASE_URL=database_url,
            CHO_SAO_REDIS_URL=redis_url,
            **sizes,
        )
        say("\nOn SQLite: everything")
        with search_cluster(is_search_wanted) as search_url:
            second = run_pytest(
                [*SIDE_BY_SIDE, *patience, *arguments],
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
        return run_tests(arguments, is_full)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
