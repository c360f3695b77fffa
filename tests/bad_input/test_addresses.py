"""Hypothesis over every public address: a page, a redirect or a clear refusal, never a server error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_input.addresses import Address, public_addresses
from tests.bad_input.conftest import World
from tests.bad_input.strategies import bodies, in_address, odd_text, query_strings, tampered
from tests.races import IS_FULL

# On PostgreSQL too in the full size: the addresses are many, and each takes seconds.
pytestmark = [pytest.mark.django_db, pytest.mark.heavy, *([pytest.mark.every_database] if IS_FULL else [])]

EXAMPLES = 20 if IS_FULL else 3
ADDRESSES = public_addresses()
WITH_PARTS = [one for one in ADDRESSES if one.parts]
# Answered from elsewhere: another service's messages carry a signature instead of our token.
# Signed by others instead: a forged one is refused, and without a secret there is no such address.
WITHOUT_TOKEN = {"provider-message": 400, "bank-call": 404}

# What one example leaves in the database may stay for the next: odd requests come in no order anyway.
trying = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not IS_FULL,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _good_path(address: Address, world: World) -> str:
    return address.path(**world.parts.get(address.name, {})) if address.parts else address.path()


def _check(answer: Any) -> None:
    assert answer.status_code != 500, answer.request
    if answer.streaming:
        b"".join(answer.streaming_content)
        # Not `close()`: it ends the request, and with it the connection that holds the test's transaction.
        for close in answer._resource_closers:
            close()


def test_the_addresses_are_those_of_the_shop():
    routes = {one.route for one in ADDRESSES}
    assert {"v/<str:code>", "san-pham/<slug:slug>/", "en/products/<slug:slug>/", "tim-kiem/", "dat-hang/xac-nhan/", "cms/login/"} <= routes
    assert len(routes) > 70


def test_every_address_with_parts_is_tried_with_good_ones_too(world: World):
    assert {one.name for one in WITH_PARTS} <= set(world.parts)


def _ask_with_odd_queries(address: Address, world: World) -> None:
    path = _good_path(address, world)

    @trying
    @given(query_strings, st.sampled_from(world.clients), st.booleans())
    def ask(query: str, client: Client, is_fragment: bool) -> None:
        headers = {"HX-Request": "true"} if is_fragment else {}
        _check(client.get(path, QUERY_STRING=query, headers=headers))

    ask()


def _ask_with_odd_parts(address: Address, world: World) -> None:
    good = world.parts[address.name]

    @trying
    @given(st.fixed_dictionaries({name: st.one_of(st.just(good[name]), odd_text.map(in_address)) for name in address.parts}))
    def ask(parts: dict[str, str]) -> None:
        path = address.path(**parts)
        _check(world.clients[0].get(path))
        _check(world.clients[0].post(path))

    ask()


def _send_tampered_forms(address: Address, world: World) -> None:
    path, form = _good_path(address, world), world.forms.get(address.name, {})

    @trying
    @given(tampered(form), st.sampled_from(world.clients))
    def send(fields: dict[str, Any], client: Client) -> None:
        _check(client.post(path, _bytes(fields)))

    send()


def _send_what_is_no_form(address: Address, world: World) -> None:
    path = _good_path(address, world)

    @trying
    @given(bodies, st.sampled_from(["POST", "PUT", "DELETE", "HEAD", "OPTIONS"]))
    def send(body: tuple[str, bytes], method: str) -> None:
        _check(world.clients[0].generic(method, path, body[1], content_type=body[0]))

    send()


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.route)
def test_no_input_breaks_an_address(address: Address, world: World):
    _ask_with_odd_queries(address, world)
    if address.parts:
        _ask_with_odd_parts(address, world)
    _send_tampered_forms(address, world)
    _send_what_is_no_form(address, world)
    answer = Client(enforce_csrf_checks=True).post(_good_path(address, world), world.forms.get(address.name, {}))
    assert answer.status_code == WITHOUT_TOKEN.get(address.name, 403), "a form without its token"


def _bytes(fields: dict[str, Any]) -> dict[str, Any]:
    """Let lone surrogates pass into the body as the bytes that a program would send."""
    return {
        _passable(name): [_passable(one) for one in value] if isinstance(value, list) else _passable(value)
        for name, value in fields.items()
    }


def _passable(value: Any) -> Any:
    return (
        value.encode("utf-8", "surrogatepass").decode("latin-1")
        if isinstance(value, str) and not value.isascii() and "\ud800" in value
        else value
    )
