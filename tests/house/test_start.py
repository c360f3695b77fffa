"""./start: one line for what goes wrong, nothing loaded twice, a copy before a migration, and an end that ends all of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from servers import free_port

from tests.databases import sqlite_template
from tests.house.copies import clean_environment, copy_project, lend_environment, run_start


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project whose packages are there."""
    copy = copy_project(tmp_path_factory.mktemp("clone") / "cho-sao")
    lend_environment(copy)
    return copy


def _python(project: Path, code: str) -> str:
    """Run a line in the copy's scripts folder and give what it prints."""
    command = [sys.executable, "-c", f"import start; {code}"]
    result = subprocess.run(command, cwd=project / "scripts", env=clean_environment(), capture_output=True, text=True, check=True)
    return result.stdout.strip()


def _one_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    (line,) = result.stderr.strip().splitlines()
    return line


def test_a_taken_port_is_one_line(project: Path, tmp_path: Path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = _one_line(run_start(project, "--port", str(port), "--data", str(tmp_path)))
    assert f"Port {port} cannot be used" in line
    assert "./start --port" in line


@pytest.mark.parametrize("folder", ["/proc/cho-sao", "/dev/null/cho-sao"])
def test_a_folder_that_cannot_be_written_is_one_line(project: Path, folder: str):
    line = _one_line(run_start(project, "--port", str(free_port()), "--data", folder))
    assert line.startswith(f"Cannot write in {folder}")
    assert "./start --data" in line


def test_no_network_is_one_line(tmp_path: Path):
    """The first start of all: no environment yet, and nobody answers where packages come from."""
    copy = copy_project(tmp_path / "cho-sao")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_CACHE_DIR": "1"}
    line = _one_line(run_start(copy, "--port", str(free_port()), "--data", str(tmp_path / "data"), **nowhere))
    assert line.startswith("Cannot fetch the packages: check the network connection")


def _start_without(tmp_path: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Start a copy that has no environment yet, after a line of Python of the test's."""
    copy = copy_project(tmp_path / "cho-sao")
    arguments = ["./start", "--port", str(free_port()), "--data", str(tmp_path / "data")]
    code = f"import sys; sys.argv = {arguments!r}; {before}; import start; sys.exit(start.main())"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=copy / "scripts", env=clean_environment(), capture_output=True, text=True, check=False)


def test_a_missing_venv_module_is_one_line_that_installs_it(tmp_path: Path):
    line = _one_line(_start_without(tmp_path, "sys.modules['ensurepip'] = None"))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert line == f"Python's venv module is missing: install it with: sudo apt install python{version}-venv"


def test_a_project_folder_that_cannot_be_written_is_named_itself(project: Path, tmp_path: Path):
    (project / ".data-dir").unlink(missing_ok=True)
    (project / ".data-dir").mkdir()
    try:
        line = _one_line(run_start(project, "--port", str(free_port()), "--data", str(tmp_path)))
    finally:
        (project / ".data-dir").rmdir()
    assert line.startswith(f"Cannot write in {project}: make the folder writable")


def test_translations_that_cannot_be_compiled_are_one_line(project: Path, tmp_path: Path):
    source = project / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"\xff\xfe")
    try:
        line = _one_line(run_start(project, "--port", str(free_port()), "--data", str(tmp_path)))
    finally:
        shutil.rmtree(project / "locale" / "en")
    assert line.startswith(f"Cannot compile the translations in {project / 'locale'}")


def test_a_database_that_cannot_be_copied_is_one_line(project: Path, tmp_path: Path):
    (tmp_path / "cho-sao.sqlite3").write_text("no database")
    (tmp_path / "copies").write_text("no folder")
    code = f"data = start.Path('{tmp_path}'); start.prepare = lambda *_: start.copy_database(data)"
    arguments = ["./start", "--port", str(free_port()), "--data", str(tmp_path)]
    command = [sys.executable, "-c", f"import sys, start; sys.argv = {arguments!r}; {code}; sys.exit(start.main())"]
    result = subprocess.run(command, cwd=project / "scripts", env=clean_environment(), capture_output=True, text=True, check=False)
    line = _one_line(result)
    assert line.startswith("Cannot go on: ")
    assert str(tmp_path) in line


def test_the_drawing_beside_the_migration_ends_when_that_is_broken_off(project: Path, tmp_path: Path):
    code = (
        "import subprocess; drawing = subprocess.Popen(['sleep', '60']); "
        "start.print_ahead = lambda *_: drawing; start.migrate = lambda *_: 1 / 0"
        f"\ntry: start.prepare({{}}, start.Path('{tmp_path}'), 0)\nexcept ZeroDivisionError: print(drawing.wait(timeout=10))"
    )
    assert _python(project, code).endswith(" -9")


def test_an_environment_that_was_broken_off_is_made_anew(tmp_path: Path):
    """It has a Python and no pip: the network is not to blame."""
    copy = copy_project(tmp_path / "cho-sao")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(copy / ".venv")], check=True)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_CACHE_DIR": "1"}
    line = _one_line(run_start(copy, "--port", str(free_port()), "--data", str(tmp_path / "data"), **nowhere))
    assert "No module named pip" not in line
    assert (copy / ".venv" / "bin" / "pip").exists()


def test_an_old_database_is_copied_and_then_migrated(project: Path, tmp_path: Path):
    database = tmp_path / "cho-sao.sqlite3"
    shutil.copyfile(sqlite_template(), database)
    environment = f"start.environment(start.Path('{tmp_path}'), 8000)"
    _python(project, f"start.manage({environment}, 'migrate', 'sessions', 'zero')")
    assert "django_session" not in _tables(database)
    _python(project, f"start.migrate({environment}, start.Path('{tmp_path}'))")
    (copy,) = (tmp_path / "copies").iterdir()
    assert "django_session" in _tables(database)
    assert "django_session" not in _tables(copy)
    assert "accounts_user" in _tables(copy)
    _python(project, f"start.migrate({environment}, start.Path('{tmp_path}'))")
    assert list((tmp_path / "copies").iterdir()) == [copy]


def _tables(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_first_start_copies_nothing(project: Path, tmp_path: Path):
    """Watched until the first tables are there; the rest of the migrations is no matter of this test."""
    code = f"import start; data = start.Path('{tmp_path}'); start.migrate(start.environment(data, 8000), data)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=project / "scripts", env=clean_environment(), start_new_session=True) as process:
        end = time.monotonic() + 120
        while not (tmp_path / "cho-sao.sqlite3").exists() or len(_tables(tmp_path / "cho-sao.sqlite3")) < 5:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.5)
        os.killpg(process.pid, signal.SIGKILL)
    assert not (tmp_path / "copies").exists()


def _prepared_data(project: Path, data: Path) -> None:
    """Leave the data folder as a finished start leaves it."""
    data.mkdir()
    shutil.copyfile(sqlite_template(), data / "cho-sao.sqlite3")
    (data / ".state").write_text(_python(project, "print(start.state_hash(0))"))


def _read_until(process: subprocess.Popen[str], text: str, seconds: float) -> str:
    assert process.stdout is not None
    end, seen = time.monotonic() + seconds, ""
    while text not in seen and time.monotonic() < end and process.poll() is None:
        seen += process.stdout.readline()
    return seen


def _processes_of(project: Path) -> list[str]:
    """Give the command lines of everything that runs out of the copy."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if path.resolve().is_relative_to(project):
                found.append((path.parent / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def _ways_to_pay(project: Path) -> str:
    """Ask with the settings of the running web server what its shop offers."""
    for path in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if path.resolve() == project and "gunicorn" in (path.parent / "cmdline").read_text():
                pairs = (path.parent / "environ").read_text().split("\0")
                env = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
                code = "from marketplace.payments.methods import offered_methods as m; print(*dict(m()))"
                command = [str(project / ".venv" / "bin" / "python"), "manage.py", "shell", "-v0", "-c", code]
                return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=True).stdout
        except OSError:
            continue
    return ""


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_a_second_start_loads_nothing_and_ends_wholly(project: Path, tmp_path: Path, number: signal.Signals):
    data, port = tmp_path / "data", free_port()
    _prepared_data(project, data)
    begin = time.monotonic()
    # Once with the stand-in for the card provider, which listens one port higher and ends with the rest.
    cards = ["--demo-cards"] if number == signal.SIGTERM else []
    command = [str(project / "start"), "--port", str(port), "--data", str(data), *cards]
    with subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        seen = _read_until(process, "Ctrl-C ends it.", 90)
        seconds = time.monotonic() - begin
        assert f"http://127.0.0.1:{port}/" in seen, seen
        assert len(_processes_of(project)) >= 4 + len(cards)
        if cards:
            assert b"Stripe" in urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/v3/", timeout=10).read()
            assert "card" in _ways_to_pay(project)
        os.kill(process.pid, number)
        process.wait(timeout=40)
    assert "Nothing has changed since the last start" in seen
    assert "Loading the demo shop" not in seen
    assert re.findall(r"(\w+@cho-sao\.example)", seen) == ["lan@cho-sao.example", "binh@cho-sao.example", "mai@cho-sao.example"]
    assert _processes_of(project) == []
    # The promise is ten seconds on a machine of its own; the tests share theirs.
    assert seconds < 30


def test_the_data_folder_of_the_last_start_is_remembered(project: Path, tmp_path: Path):
    _python(project, f"start.note_data_dir(start.Path('{tmp_path}'))")
    command = [
        str(project / ".venv" / "bin" / "python"),
        "manage.py",
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print(s.DATA_DIR)",
    ]
    result = subprocess.run(command, cwd=project, env=clean_environment(), capture_output=True, text=True, check=True)
    assert result.stdout.strip() == str(tmp_path)
