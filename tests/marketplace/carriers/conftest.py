"""A carrier that is on file."""

from __future__ import annotations

import pytest

from marketplace.accounts.models import User
from marketplace.carriers.models import Carrier
from marketplace.carriers.services import keep_carrier


@pytest.fixture
def carrier(mai: User) -> Carrier:
    return keep_carrier(name="Giao Nhanh (mẫu)", columns={}, officer=mai)
