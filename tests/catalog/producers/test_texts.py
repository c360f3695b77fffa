"""A producer's name and address: a new name redirects the old address for good, with a trace."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.audit.models import AuditEntry
from catalog.producers.models import ProducerOldSlug
from catalog.producers.services import write_producer_text
from marketplace.accounts.models import User
from tests.factories.producers import ProducerFactory

pytestmark = pytest.mark.django_db


def test_an_old_address_redirects_for_good(client: Client, mai: User) -> None:
    producer = ProducerFactory.create()
    write_producer_text(producer=producer, language="vi", title="Hợp tác xã Đồng Gió")
    write_producer_text(producer=producer, language="vi", title="Hợp tác xã Đồng Nắng", summary="Nếp và đậu", actor=mai)
    answer = client.get("/nha-san-xuat/hop-tac-xa-dong-gio/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/nha-san-xuat/hop-tac-xa-dong-nang/")
    page = client.get("/nha-san-xuat/hop-tac-xa-dong-nang/").content.decode()
    assert "Nếp và đậu" in page
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.action, entry.on_behalf_of_id) == (mai.pk, "producers.write-text", producer.pk)


def test_the_same_name_keeps_the_address(mai: User) -> None:
    producer = ProducerFactory.create()
    first = write_producer_text(producer=producer, language="vi", title="Hợp tác xã Đồng Gió").slug
    assert write_producer_text(producer=producer, language="vi", title="Hợp tác xã Đồng Gió", summary="Nếp").slug == first
    assert not ProducerOldSlug.objects.filter(slug=first).exists()


def test_two_of_one_name_have_two_addresses_and_a_former_one_is_not_given_away() -> None:
    one, other = ProducerFactory.create(), ProducerFactory.create()
    write_producer_text(producer=one, language="vi", title="Gốm Mới")
    write_producer_text(producer=one, language="vi", title="Gốm Cũ")
    assert write_producer_text(producer=other, language="vi", title="Gốm Mới").slug == "gom-moi-2"
    assert write_producer_text(producer=one, language="vi", title="Gốm Mới").slug == "gom-moi"  # its own again
    assert not ProducerOldSlug.objects.filter(slug="gom-moi").exists()
