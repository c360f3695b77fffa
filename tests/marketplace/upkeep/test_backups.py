"""A backup brings the whole shop back, on both databases, and never harms a shop that is there."""

from __future__ import annotations

import io
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from catalog.producers.models import Producer
from marketplace.upkeep.backups import restore_backup, write_backup
from marketplace.upkeep.errors import UnableToBackUp, UnableToRestore
from tests.factories.producers import ProducerFactory

pytestmark = [pytest.mark.every_database, pytest.mark.usefixtures("real_database")]
PICTURE = b"\x89PNG some bytes \x00\xff"


@pytest.fixture
def media(settings: Settings) -> Path:
    """Give a media folder with one picture in a folder."""
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    folder.mkdir(parents=True)
    (folder / "bưởi.png").write_bytes(PICTURE)
    return Path(settings.MEDIA_ROOT)


@contextmanager
def _empty_machine(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Point the shop at a database and a media folder that hold nothing yet."""
    before, media, private = connection.settings_dict["NAME"], settings.MEDIA_ROOT, settings.PRIVATE_ROOT
    name = _new_database(tmp_path)
    connection.close()
    _drop_pool()
    connection.settings_dict["NAME"], settings.MEDIA_ROOT = name, tmp_path / "new" / "media"
    settings.PRIVATE_ROOT = tmp_path / "new" / "private"
    try:
        yield
    finally:
        connection.close()
        _drop_pool()
        connection.settings_dict["NAME"], settings.MEDIA_ROOT, settings.PRIVATE_ROOT = before, media, private
        if connection.vendor == "postgresql":
            _run_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _drop_pool() -> None:
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def _new_database(tmp_path: Path) -> str | Path:
    if connection.vendor == "sqlite":
        return tmp_path / "new" / "shop.sqlite3"
    name = f"{connection.settings_dict['NAME']}_restored"
    _run_sql(f"CREATE DATABASE {name}")
    return name


def _run_sql(statement: str) -> None:
    facts = connection.settings_dict
    with psycopg.connect(host=facts["HOST"], port=facts["PORT"], user=facts["USER"], dbname="postgres", autocommit=True) as server:
        server.execute(statement)


def test_a_backup_restores_on_an_empty_machine(tmp_path: Path, settings: Settings, media: Path):
    producer = ProducerFactory.create()
    Path(settings.PRIVATE_ROOT).mkdir()
    (Path(settings.PRIVATE_ROOT) / "paper.pdf").write_bytes(b"%PDF-1.7 a paper")
    written = write_backup(tmp_path / "shop.tar")
    with _empty_machine(tmp_path, settings):
        restored = restore_backup(tmp_path / "shop.tar")
        assert restored == written
        assert restored.rows["producers_producer"] == 1
        assert Producer.objects.get().partner.name == producer.partner.name
        assert (Path(settings.MEDIA_ROOT) / "pictures" / "bưởi.png").read_bytes() == PICTURE
        assert (Path(settings.PRIVATE_ROOT) / "paper.pdf").read_bytes() == b"%PDF-1.7 a paper"


def test_the_commands_bring_back_a_shop_that_can_be_searched(tmp_path: Path, settings: Settings, media: Path):
    ProducerFactory.create()
    said = io.StringIO()
    call_command("backup", tmp_path / "shop.tar", stdout=said)
    assert "1 media files" in said.getvalue()
    with _empty_machine(tmp_path, settings):
        settings.SEARCH_INDEX_DIR = tmp_path / "new" / "index"
        call_command("restore", tmp_path / "shop.tar", stdout=said)
        assert "all compared" in said.getvalue()
        assert settings.SEARCH_INDEX_DIR.is_dir()
        with pytest.raises(CommandError, match="not empty"):
            call_command("restore", tmp_path / "shop.tar")


def test_a_compressed_backup_restores_too(tmp_path: Path, settings: Settings, media: Path):
    write_backup(tmp_path / "shop.tar.gz")
    with _empty_machine(tmp_path, settings):
        assert restore_backup(tmp_path / "shop.tar.gz").media == 1


def test_a_shop_that_is_not_empty_is_kept(tmp_path: Path, media: Path):
    write_backup(tmp_path / "shop.tar")
    ProducerFactory.create()
    with pytest.raises(UnableToRestore, match="not empty"):
        restore_backup(tmp_path / "shop.tar")
    assert Producer.objects.count() == 1
    assert (media / "pictures" / "bưởi.png").exists()


def test_force_replaces_what_is_there(tmp_path: Path, media: Path):
    write_backup(tmp_path / "shop.tar")
    ProducerFactory.create()
    (media / "new.png").write_bytes(b"new")
    restore_backup(tmp_path / "shop.tar", force=True)
    assert Producer.objects.count() == 0
    assert sorted(path.name for path in media.rglob("*.png")) == ["bưởi.png"]


def test_a_backup_overwrites_no_file(tmp_path: Path):
    (tmp_path / "shop.tar").write_text("precious")
    with pytest.raises(UnableToBackUp, match="exists"):
        write_backup(tmp_path / "shop.tar")
    assert (tmp_path / "shop.tar").read_text() == "precious"


def test_a_backup_can_be_read_by_its_owner_only(tmp_path: Path):
    write_backup(tmp_path / "shop.tar")
    assert stat.S_IMODE((tmp_path / "shop.tar").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path):
    with pytest.raises(UnableToBackUp, match="Cannot write"):
        write_backup(tmp_path / "nowhere" / "shop.tar")


def test_half_a_backup_is_refused(tmp_path: Path, media: Path):
    write_backup(tmp_path / "shop.tar")
    whole = (tmp_path / "shop.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    ProducerFactory.create()
    with pytest.raises(UnableToRestore):
        restore_backup(tmp_path / "half.tar", force=True)
    assert Producer.objects.count() == 1
    assert (media / "pictures" / "bưởi.png").exists()


@pytest.mark.parametrize("name", ["../outside", "media/../../outside", "/srv/outside", "notes.txt"])
def test_a_foreign_archive_writes_nothing(tmp_path: Path, name: str):
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 3
        archive.addfile(member, io.BytesIO(b"bad"))
    with pytest.raises(UnableToRestore, match="no backup of this shop"):
        restore_backup(tmp_path / "bad.tar", force=True)
    assert not list(tmp_path.rglob("outside*"))
