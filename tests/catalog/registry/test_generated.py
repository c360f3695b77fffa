"""Annexes of real products with many kinds of dirt at once say what they say."""

from __future__ import annotations

import pytest

from catalog.certification.rules import load_certification_rules
from catalog.lib.vietnamese import spelling_key
from catalog.registry.names import maker_key
from catalog.registry.services import stage_annex
from tests.catalog.registry.generator import FILES, dirty_annex, real_products

pytestmark = pytest.mark.django_db


def test_the_real_list_is_long_enough() -> None:
    assert FILES >= 20
    assert len(real_products()) > 50


@pytest.mark.parametrize("seed", range(FILES))
def test_every_row_is_read_as_it_is_meant(db: None, seed: int) -> None:
    load_certification_rules()
    content, truths = dirty_annex(seed)
    assert dirty_annex(seed)[1] == truths
    rows = list(stage_annex(content=content, source=f"{seed}.x", actor=None).records.order_by("position"))
    said = [(spelling_key(row.name), maker_key(row.maker).core, row.stars, row.decision_number, row.signed_on) for row in rows]
    meant = [(spelling_key(one.name), maker_key(one.maker).core, one.stars, one.number, one.signed_on) for one in truths]
    assert said == meant
    assert [str(row.score).replace(".", ",") for row in rows] == [
        f"{float(one.score.replace(',', '.')):.2f}".replace(".", ",") for one in truths
    ]
    assert {row.outcome for row in rows} == {"accepted"}, [row.reasons for row in rows]
