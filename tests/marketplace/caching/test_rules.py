"""What others may keep of the pages that show stars, and what makes them forget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult

from catalog.certification.services import link_award, revoke_award
from catalog.lib.clock import VIETNAM
from marketplace.accounts.models import User
from marketplace.caching.purging import FakePurge, HttpPurge, NullPurge, UnableToPurge, set_purge
from marketplace.caching.tasks import purge
from tests.factories.awards import AwardFactory, link
from tests.factories.products import ListingFactory

pytestmark = pytest.mark.django_db
EVENING = datetime(2025, 11, 24, 23, 50, 0, tzinfo=VIETNAM)


@pytest.fixture
def front() -> Iterator[FakePurge]:
    fake = FakePurge()
    set_purge(fake)
    yield fake
    set_purge(NullPurge())


def work() -> None:
    """Do the waiting purges, as the worker would."""
    for job in DBTaskResult.objects.ready().filter(task_path=purge.module_path):
        if DBTaskResult.objects.filter(pk=job.pk).exists():
            DBTaskResult.objects.filter(pk=job.pk).update(status="RUNNING")
            purge.call(*job.args_kwargs["args"])


def test_no_page_with_a_star_is_kept_past_midnight(client: Client) -> None:
    award, listing = AwardFactory.create(), ListingFactory.create()
    link(award, listing)
    slug = listing.texts.get().slug
    paths = [
        f"/v/{award.code}",
        f"/v/{award.code}.json",
        f"/v/{award.code}.svg",
        f"/san-pham/{slug}/",
        "/tim-kiem/",
        "/tim-kiem/goi-y/?q=che",
    ]
    with time_machine.travel(EVENING, tick=False):
        for path in paths:
            header = client.get(path)["Cache-Control"]
            ages = [int(seconds) for seconds in re.findall(r"=(\d+)", header)]
            assert "no-cache" in header or ages, path
            assert sum(ages) <= 600, (path, header)


def test_the_record_of_a_star_is_asked_for_anew_and_answered_shortly(client: Client) -> None:
    award = AwardFactory.create()
    with time_machine.travel(EVENING, tick=False):
        for path in (f"/v/{award.code}", f"/v/{award.code}.json"):
            first = client.get(path)
            assert "no-cache" in first["Cache-Control"]
            assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with time_machine.travel(award.lapses_on + timedelta(days=1), tick=False):
        assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_revocation_purges_once_it_is_committed(front: FakePurge, mai: User) -> None:
    award, listing = AwardFactory.create(), ListingFactory.create()
    link_award(award=award, product_id=listing.product_id, officer=mai)
    revoke_award(award=award, on=date(2026, 1, 10), decision="7/QĐ-UBND", reason="Sai hồ sơ", officer=mai)
    assert front.forgotten == []
    work()
    assert front.forgotten == ["badges"]


def test_a_purge_that_was_not_heard_is_said_again(front: FakePurge, mai: User) -> None:
    front.is_down = True
    link_award(award=AwardFactory.create(), product_id=ListingFactory.create().product_id, officer=mai)
    work()
    front.is_down = False
    job = DBTaskResult.objects.get(task_path__startswith="marketplace.caching", status="READY")
    assert job.run_after
    with time_machine.travel(job.run_after + timedelta(seconds=1)):
        work()
    assert front.forgotten == ["badges"]


def test_what_a_shared_cache_keeps_bears_the_name_by_which_it_is_purged(client: Client) -> None:
    award = AwardFactory.create()
    assert client.get(f"/v/{award.code}.json")["Surrogate-Key"] == "badges"
    assert "Surrogate-Key" not in client.get(f"/v/{award.code}")


def test_the_order_to_forget_goes_out_with_its_key() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    HttpPurge("https://cache.example/purge", "khoa", httpx.MockTransport(answer)).forget("badges")
    assert (seen[0].method, seen[0].headers["Surrogate-Key"], seen[0].headers["Authorization"]) == ("POST", "badges", "Bearer khoa")


@pytest.mark.parametrize("status", [301, 403, 500])
def test_an_order_that_was_not_taken_is_an_error(status: int) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, headers={"Location": "https://other.example"}))
    with pytest.raises(UnableToPurge):
        HttpPurge("https://cache.example/purge", transport=transport).forget("badges")


def test_a_cache_that_cannot_be_reached_is_an_error() -> None:
    def refuse(request: httpx.Request) -> Any:
        raise httpx.ConnectError("refused")

    with pytest.raises(UnableToPurge):
        HttpPurge("https://cache.example/purge", transport=httpx.MockTransport(refuse)).forget("badges")
