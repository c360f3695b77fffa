"""The watch list at the desk: listed within reach, decided with a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.claims.models import Claim
from marketplace.accounts.models import Appointment, User
from tests.marketplace.department_desk.conftest import Desk, MakeOfficer, signed_in

pytestmark = pytest.mark.django_db


def listed(user: User) -> str:
    return signed_in(user).get(reverse("desk:list", args=["claims"])).content.decode()


def test_claims_are_listed_within_reach_only(desk: Desk, mai: User, officer: MakeOfficer) -> None:
    here, there = (officer(name, Appointment.Duty.VERIFY, place) for name, place in (("thu", desk.hanoi), ("tam", desk.elsewhere)))
    address = reverse("desk:claim", args=[desk.claim.pk])
    assert [address in listed(user) for user in (mai, here, there)] == [True, True, False]
    assert signed_in(there).get(address).status_code == 404


@pytest.mark.parametrize("act", ["settled", "excused"])
def test_a_claim_is_decided_with_a_reason(desk: Desk, mai: User, act: str) -> None:
    client, address = signed_in(mai), reverse("desk:claim", args=[desk.claim.pk])
    client.post(address, {"act": act, "why": " "})
    client.post(address, {"act": "open", "why": "Vì thế"})
    assert Claim.objects.get().state == "open"
    client.post(address, {"act": act, "why": "Đã gọi cho hợp tác xã"})
    assert (Claim.objects.get().state, Claim.objects.get().decided_by) == (act, mai)
    assert client.get(address).status_code == 404
