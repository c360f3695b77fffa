"""`manage.py fake_registry`: our awards as the registry would serve them, without where people live."""

from __future__ import annotations

import io
import socket

import pytest
from django.core.management import CommandError, call_command

from catalog.registry.fake import records_from_awards
from tests.factories.awards import AwardFactory


@pytest.mark.django_db
def test_no_household_is_served_with_its_address() -> None:
    AwardFactory.create(maker_name="Hộ kinh doanh Nguyễn Thị Hòa", address="Số 5, thôn Trong")
    AwardFactory.create(maker_name="Nguyễn Thị Hòa", maker_kind="Hộ gia đình", address="Số 6, thôn Trong")
    AwardFactory.create(maker_name="Công ty TNHH Dương Kiên", address="Làng So")
    assert [record["address"] for record in records_from_awards()] == ["", "", "Làng So"]


@pytest.mark.django_db
def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=str(taken.getsockname()[1])):
            call_command("fake_registry", "--port", str(taken.getsockname()[1]), stdout=io.StringIO())
