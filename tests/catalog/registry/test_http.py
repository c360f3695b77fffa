"""The registry's list over HTTP: whole or not at all, and never led elsewhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.certification.models import Award
from catalog.certification.rules import load_certification_rules
from catalog.registry import guarded_http
from catalog.registry.errors import UnableToApply, UnreachableSource, UnreadableSource
from catalog.registry.fake import FakeRegistry, Fault
from catalog.registry.guarded_http import fetch, is_public
from catalog.registry.models import SyncRun
from catalog.registry.services import apply_run, stage_source
from catalog.registry.sources import HttpSource
from marketplace.accounts.models import User
from tests.catalog.registry.registry_server import SIGNED, records, serving

pytestmark = pytest.mark.django_db
ANY = ".".join("0000")
CONTRACT = Path(__file__).parents[3] / "docs" / "registry-openapi.yaml"


@pytest.fixture
def registry(db: None, settings: Any) -> Iterator[FakeRegistry]:
    load_certification_rules()
    server = FakeRegistry(records(20), page_size=8)
    settings.REGISTRY_TRUSTED_HOST = f"127.0.0.1:{server.server_port}"
    with serving(server):
        yield server


def stage(server: FakeRegistry) -> SyncRun:
    return stage_source(source=HttpSource(server.address), actor=None)


def test_all_pages_make_one_full_list(registry: FakeRegistry, mai: User) -> None:
    run = stage(registry)
    assert (run.kind, run.state, run.counts["accepted"], run.etag) == ("full_list", "staged", 20, registry.etag())
    apply_run(run=run, officer=mai)
    assert Award.objects.count() == 20


@pytest.mark.parametrize("marks", [("ETag", "Last-Modified"), ("Last-Modified",), ("ETag",)], ids=str)
def test_an_unchanged_list_is_not_read_again(registry: FakeRegistry, marks: tuple[str, ...]) -> None:
    registry.marks = marks
    first = stage(registry)
    assert registry.answers == [200, 200, 200]
    assert stage(registry) == first
    assert registry.answers == [200, 200, 200, 304]
    registry.change(records(21))
    assert stage(registry) != first
    assert registry.answers[4:] == [200, 200, 200]


def test_the_pages_are_kept_as_they_came_with_their_headers(registry: FakeRegistry) -> None:
    kept = stage(registry).file
    assert (kept.media_type, kept.size) == ("application/zip", kept.file.size)
    with kept.file.open() as stream, zipfile.ZipFile(stream) as archive:
        bodies = [json.loads(archive.read(name)) for name in archive.namelist() if not name.endswith("headers.json")]
        told = json.loads(archive.read("page-0001.headers.json"))
    assert [len(body["records"]) for body in bodies] == [8, 8, 4]
    assert (told["url"], told["headers"]["etag"]) == (registry.address, registry.etag())


def test_a_list_cut_short_by_its_server_is_held(registry: FakeRegistry) -> None:
    first = stage(registry).pk
    registry.fault = Fault.SHORT
    held = stage(registry)
    assert (held.state, held.pk > first, held.counts["accepted"]) == ("held", True, 2)


def test_the_key_is_sent(registry: FakeRegistry, settings: Any) -> None:
    registry.key = "khoa"
    with pytest.raises(UnreadableSource, match="401"):
        stage(registry)
    settings.REGISTRY_KEY = "khoa"
    assert stage(registry).counts["accepted"] == 20


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GARBAGE, Fault.TRUNCATED, Fault.MOVED, Fault.SLOW])
def test_a_faulty_answer_stages_nothing_and_says_why(registry: FakeRegistry, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_http, "READ_SECONDS", 0.2)
    registry.fault, registry.slow_seconds = fault, 0.6
    with pytest.raises(UnreadableSource) as told:
        stage(registry)
    assert isinstance(told.value, UnreachableSource) == (fault in (Fault.ERROR, Fault.TRUNCATED, Fault.SLOW))
    assert "\n" not in str(told.value)
    assert SyncRun.objects.count() == 0


@pytest.mark.parametrize("left", [0, 2, 17])
def test_a_list_shorter_by_more_than_a_tenth_is_held_and_takes_nothing_away(registry: FakeRegistry, mai: User, left: int) -> None:
    apply_run(run=stage(registry), officer=mai)
    registry.change(records(left))
    run = stage(registry)
    assert (run.state, "absent" in run.counts) == ("held", False)
    with pytest.raises(UnableToApply):
        apply_run(run=run, officer=mai)
    assert Award.objects.filter(revoked_on=None, withdrawn_on=None).count() == 20


def test_absence_from_a_full_list_only_asks(registry: FakeRegistry, mai: User) -> None:
    apply_run(run=stage(registry), officer=mai)
    registry.change(records(20)[1:])
    run = apply_run(run=stage(registry), officer=mai)
    asked = run.records.get(line=0)
    assert (run.counts["absent"], asked.name, asked.outcome) == (1, records(1)[0]["product"], "doubtful")
    assert Award.objects.filter(revoked_on=None, withdrawn_on=None).count() == 20


PAGES: list[Any] = [
    [],
    {},
    {"records": {}, "total": 1, "next": None, "as_of": "x"},
    {"records": [], "total": -1, "next": None, "as_of": "x"},
    {"records": [], "total": True, "next": None, "as_of": "x"},
    {"records": [], "total": 5, "next": None, "as_of": "x"},
    {"records": [], "total": 0, "next": 5, "as_of": "x"},
    {"records": [], "total": 0, "next": None, "as_of": None},
    {"records": [1], "total": 2, "next": "?page=1", "as_of": "x"},
    {"records": [], "total": 9, "next": "https://elsewhere.example/v1/awards", "as_of": "x"},
    {"records": [], "total": 9, "next": "file:///etc/passwd", "as_of": "x"},
    {"records": [], "total": 9, "next": "http://169.254.169.254/", "as_of": "x"},
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_of_another_form_is_refused(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch, page: Any) -> None:
    monkeypatch.setattr(FakeRegistry, "page", lambda self, number: page)
    with pytest.raises(UnreadableSource):
        stage(registry)
    assert SyncRun.objects.count() == 0


def test_odd_records_are_rejected_rows_not_errors(registry: FakeRegistry) -> None:
    good = records(1)[0]
    odd: list[Any] = [None, 5, "x", [], {}, {"decision": []}, good | {"stars": {}}, good | {"product": ["x"]}, good | {"decision": "x"}]
    registry.change([*odd, *records(7)])
    run = stage(registry)
    assert run.counts["rejected"] == len(odd)
    assert all(row.reasons for row in run.records.filter(outcome="rejected"))


PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    ANY, "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:0:1::1", "2001:db8::1", "nonsense", "",
]  # fmt: skip
SPELLINGS = [
    "http://{host}/", "https://{host}/", "https://{host}:443/v1/awards", "https://user:word@{host}/", "https://{host}:22/", "ftp://{host}/",
    "gopher://{host}/", "//{host}/", "https://{host}#@8.8.8.8/",
]  # fmt: skip
HOSTS = [
    "127.0.0.1", "localhost", "[::1]", "10.0.0.5", "192.168.1.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[fd00::1]", "0", ANY,
    "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.1.1", "metadata.internal", "①②⑦.0.0.1",
    "127。0。0。1", "[fe80::1]", "224.0.0.1", "8.8.8.8%00.example", "",
]  # fmt: skip
ODD = [
    "",
    " ",
    "file:///etc/passwd",
    "data:,x",
    "https://",
    "https:///x",
    "javascript:alert(1)",
    "https://[::",
    "https://\x00/",
    "\\\\host\\share",
]


def inside(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_no_address_inside_is_ever_asked() -> None:
    payloads = [spelling.format(host=host) for spelling, host in product(SPELLINGS, HOSTS)] + ODD
    assert len(payloads) >= 200
    for payload in payloads:
        with pytest.raises(UnreadableSource):
            fetch(payload, headers={}, resolve=inside)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_and_one_private_among_them_spoils_a_name() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")
    with pytest.raises(UnreadableSource):
        fetch("https://registry.example/", headers={}, resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_the_address_that_was_checked_is_the_one_connected_to(registry: FakeRegistry, settings: Any) -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.9"]

    settings.REGISTRY_TRUSTED_HOST = f"registry.example:{registry.server_port}"
    answer = fetch(f"http://registry.example:{registry.server_port}/v1/awards", headers={}, resolve=once)
    assert (answer.status, asked) == (200, ["registry.example"])


def test_an_endless_answer_is_cut_off(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_http, "MAX_BYTES", 1_000)
    with pytest.raises(UnreadableSource):
        stage(registry)


def test_the_fake_serves_what_the_contract_says(registry: FakeRegistry) -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    schemas = contract["components"]["schemas"]
    page = registry.page(1)
    assert set(page) == set(schemas["Page"]["properties"])
    assert set(schemas["Award"]["required"]) <= set(page["records"][0]) <= set(schemas["Award"]["properties"])
    assert list(contract["paths"]) == ["/v1/awards"]
    assert date.fromisoformat(page["records"][0]["decision"]["signed_on"]) == SIGNED
