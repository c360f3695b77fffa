"""Where a form is sent to, people come without one: they change the language of a refused form, reload, open a bookmark."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.bad_input.addresses import Address, public_addresses
from tests.bad_input.conftest import World

pytestmark = pytest.mark.django_db
# Of programs, which read no pages.
OF_PROGRAMS = {"provider-message", "bank-call"}


def _path(address: Address, world: World) -> str:
    return address.path(**world.parts.get(address.name, {}))


def _opened(client: Client, path: str) -> int:
    answer: Any = client.get(path)
    for close in answer._resource_closers if answer.streaming else ():  # see `_check` of test_addresses
        close()
    return int(answer.status_code)


def test_an_address_that_is_opened_shows_a_page_or_leads_to_one(world: World) -> None:
    paths = [_path(address, world) for address in public_addresses() if address.name not in OF_PROGRAMS]
    refused = {path for path in paths for client in world.clients if _opened(client, path) == 405}
    assert refused == set()


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/en/basket/voucher/", "/en/basket/"),
        ("/dat-hang/xac-nhan/", "/dat-hang/xem-lai/"),
        ("/so/muc-phi/exchange/", "/so/muc-phi/"),
        ("/en/desk/settlements/stage/", "/en/desk/settlements/"),
    ],
)
def test_an_address_of_a_form_leads_to_the_page_that_has_it(world: World, path: str, page: str) -> None:
    answer = world.clients[2].get(path)
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_such_an_address_takes_nothing_but_forms(world: World) -> None:
    assert world.clients[0].put("/gio-hang/ma/").status_code == 405
