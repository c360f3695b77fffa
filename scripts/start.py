"""Start the demo shop: environment, database, demo data, index, web server and job worker, each with a progress line."""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from environment import PYTHON, ROOT, StartError, install, is_installed

LOCK = ROOT / "requirements" / "run.txt"
SIGN_INS = """
  Buyer     lan@cho-sao.example    cho-sao-lan-2026
  Producer  binh@cho-sao.example   cho-sao-binh-2026
  Officer   mai@cho-sao.example    cho-sao-mai-2026"""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def step(text: str, work: Callable[[], object]) -> None:
    """Do one piece of work with a progress line that ends in its seconds."""
    print(f"{text} …", end=" ", flush=True)
    begin = time.monotonic()
    work()
    say(f"{time.monotonic() - begin:.0f} s")


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./start", description="Start the Chợ Sao demo shop on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder for database, pictures and index (default ./data)")
    parser.add_argument("--demo-cards", action="store_true", help="also start a stand-in for the card provider, to try paying by card")
    parser.add_argument("--products", type=int, default=0, help="also make N synthetic products, for measuring")
    return parser.parse_args()


def check_port(port: int) -> None:
    """Refuse a port that is taken or cannot be had."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise StartError(f"Port {port} cannot be used ({error}): choose another one, for instance ./start --port 8001") from error


def check_data_dir(data: Path) -> None:
    """Make the data folder and prove that it can be written."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".write-test"
        probe.write_text("ok")
        probe.unlink()
    except OSError as error:
        raise StartError(f"Cannot write in {data}: choose a folder you may write in, for instance ./start --data ~/cho-sao") from error


def note_data_dir(data: Path) -> None:
    """Write down for manage.py where the data of the last start lie."""
    try:
        (ROOT / ".data-dir").write_text(f"{data}\n")
    except OSError as error:
        raise StartError(f"Cannot write in {ROOT}: make the folder writable, or copy the project to one that is") from error


def compile_translations() -> None:
    """Make the .mo files."""
    command = [str(PYTHON), "scripts/compile_translations"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        last = result.stderr.strip().splitlines()[-1:] or ["no word said why"]
        raise StartError(f"Cannot compile the translations in {ROOT / 'locale'}: mend what it says and run the command again ({last[0]})")


def environment(data: Path, port: int) -> dict[str, str]:
    """Give the variables of every process of the shop."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
        "CHO_SAO_DATA_DIR": str(data),
        "CHO_SAO_BASE_URL": f"http://127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
    }


def with_demo_cards(env: dict[str, str], port: int) -> dict[str, str]:
    """Add what lets the shop use the stand-in for the card provider, which listens one port higher."""
    return {
        **env,
        "CHO_SAO_STRIPE_FAKE_URL": f"http://127.0.0.1:{port + 1}",
        "CHO_SAO_STRIPE_SECRET_KEY": "sk_test_stand_in",
        "CHO_SAO_STRIPE_PUBLISHABLE_KEY": "pk_test_stand_in",
        "CHO_SAO_STRIPE_WEBHOOK_SECRET": "whsec_stand_in",
    }


def manage(env: dict[str, str], *words: str, quiet: bool = True) -> int:
    """Run one management command; its own output is shown when it fails or when asked for."""
    result = subprocess.run([str(PYTHON), "manage.py", *words], cwd=ROOT, env=env, capture_output=quiet, text=True, check=False)
    if result.returncode and words[-1] != "--check":
        raise StartError(f"manage.py {' '.join(words)} failed:\n{(result.stderr or '')[-2000:]}")
    return result.returncode


def state_hash(products: int) -> str:
    """Give a hash of all that decides what a loaded database holds, so that nothing is loaded twice."""
    digest = hashlib.sha256(str(products).encode())
    # Search writes the index: another release of it may read another one.
    files = [
        LOCK,
        *ROOT.glob("*/**/migrations/*.py"),
        *(ROOT / "search").rglob("*.py"),
        *(ROOT / "marketplace" / "demo").rglob("*"),
        *(ROOT / "catalog").rglob("data/*"),
    ]
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc" and ".venv" not in path.parts):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def copy_database(data: Path) -> Path:
    """Copy the database beside itself and give the copy."""
    folder = data / "copies"
    folder.mkdir(exist_ok=True)
    copy = folder / f"cho-sao-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3"
    with closing(sqlite3.connect(data / "cho-sao.sqlite3")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def migrate(env: dict[str, str], data: Path) -> None:
    """Bring the database up to date; an older one is copied first."""
    # Asked first: looking for waiting migrations makes the file.
    is_old = (data / "cho-sao.sqlite3").exists()
    if manage(env, "migrate", "--check"):
        if is_old:
            say(f"copied to {copy_database(data)}")
        manage(env, "migrate", "-v0")


def print_ahead(env: dict[str, str], data: Path) -> subprocess.Popen[bytes]:
    """Draw the demo's pictures on another core while the database is migrated; only a first start has any to draw."""
    words = ["manage.py", "print_demo"] if not (data / ".state").exists() else ["-c", ""]
    # Should it fail, `load_demo` draws what is missing and tells what is wrong.
    return subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def prepare(env: dict[str, str], data: Path, products: int) -> None:
    """Migrate, load and index, unless the last start did so in this very state."""
    note, state = data / ".state", state_hash(products)
    if note.exists() and note.read_text() == state:
        say("Nothing has changed since the last start: database, demo shop and index are ready")
        return
    printing = print_ahead(env, data)
    try:
        step("Migrating the database", lambda: migrate(env, data))
        step("Drawing the pictures", printing.wait)
    finally:
        printing.kill()  # Ctrl-C and a failure end it too; one that has ended takes no harm
    step("Loading the demo shop", lambda: manage(env, "load_demo", *(["--products", str(products)] if products else [])))
    step("Building the search index", lambda: manage(env, "search_index", "rebuild"))
    note.write_text(state)


def processes(env: dict[str, str], port: int) -> list[subprocess.Popen[bytes]]:
    """Start web server, job worker and the clock for periodic work; each leads its own group."""
    web = [
        str(PYTHON),
        "-m",
        "gunicorn",
        "marketplace.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    commands = [web, [str(PYTHON), "manage.py", "db_worker"], [str(PYTHON), "manage.py", "run_periodic"]]
    if "CHO_SAO_STRIPE_FAKE_URL" in env:
        hook = f"http://127.0.0.1:{port}/webhooks/stripe"
        commands.append([str(PYTHON), "-m", "fakes.stripe_server", "--port", str(port + 1), "--webhook", hook])
    return [subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True) for command in commands]


def wait_for_page(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the home page answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if any(child.poll() is not None for child in children):
            raise StartError("A part of the shop stopped while starting: its message stands above")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).close()
            return
        except urllib.error.HTTPError as error:
            raise StartError(f"The home page answers with an error ({error.code}): its message stands above") from error
        except OSError:
            time.sleep(0.2)
    raise StartError("The web server did not answer within a minute")


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End all of them, politely first."""
    for wanted, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, wanted)
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(child.poll() is None for child in children):
            time.sleep(0.1)


def serve(env: dict[str, str], port: int) -> int:
    """Run the shop until Ctrl-C or until a part of it stops."""
    children = processes(env, port)
    try:
        step("Starting web server and job worker", lambda: wait_for_page(port, children))
        say(f"\nChợ Sao is open:  http://127.0.0.1:{port}/\n\nDemo sign-ins (they exist only here):{SIGN_INS}\n\nCtrl-C ends it.")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        say("A part of the shop stopped; its message stands above.")
        return 1
    finally:
        stop(children)


def main() -> int:
    """Do all steps; every anticipated failure is one line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A shell that starts it in the background tells it to ignore Ctrl-C; then kill -INT should still end it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    arguments = parse_arguments()
    data = arguments.data.expanduser().resolve()
    try:
        check_port(arguments.port)
        check_data_dir(data)
        note_data_dir(data)
        if not is_installed(LOCK):
            step("Installing the packages", lambda: install(LOCK))
        env = environment(data, arguments.port)
        if arguments.demo_cards:
            check_port(arguments.port + 1)
            env = with_demo_cards(env, arguments.port)
        compile_translations()
        prepare(env, data, arguments.products)
        return serve(env, arguments.port)
    except StartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(f"\nCannot go on: {error}. Check that {data} can be written and has room, and run the command again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nClosed.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
