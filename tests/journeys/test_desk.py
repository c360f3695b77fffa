"""An officer at the desk: on a phone from the annex to the badge, and axe finds nothing on any page of the desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.shop import Shop
from tests.journeys.test_accessibility import _faults, _faults_at

pytestmark = pytest.mark.browser

OFFICER = ("mai@cho-sao.example", "cho-sao-mai-2026")
# Product and maker are those of a listing of the demo that has no star; the day can be read two ways, so the row is doubtful.
NAME, MAKER = "Bộ ba nón treo Lá Mây (mẫu)", "Hợp tác xã nón Lá Mây (mẫu)"
ANNEX = f"""Tên sản phẩm\tTên chủ thể\tĐiểm\tHạng sao\tSố quyết định\tNgày ký\tCơ quan ban hành
{NAME}\t{MAKER}\t81\t4 sao\tMẪU-99/QĐ-UBND\t15/01/26\tỦy ban nhân dân thành phố Hà Nội
"""
ONE_OF_EACH = """
    SELECT 'duyet/' || min(id) FROM registry_record GROUP BY outcome, applied_at IS NULL
    UNION ALL SELECT 'luot/' || id FROM registry_syncrun
    UNION ALL SELECT 'ban-ghi/' || min(code) FROM certification_award GROUP BY revoked_on IS NULL
"""
LISTS = ("expiring", "lapsed", "in-force", "all", "places", "decisions", "absent", "claims")


def sign_in(page: Page) -> None:
    page.goto("/tai-khoan/login/?next=/so/")
    page.locator("input[name=login]").fill(OFFICER[0])
    page.locator("input[name=password]").fill(OFFICER[1])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/so/$"))


def test_from_the_annex_to_the_badge_on_a_phone(page: Page, shop: Shop):
    sign_in(page)
    page.goto("/so/luot/moi/")
    page.locator("#id_pasted").fill(ANNEX)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/so/luot/\d+/"))
    run = page.url
    expect(page.locator("#progress")).to_be_visible()
    shop.work()
    expect(page.locator("#progress")).to_have_count(0)  # the page that polls the bar loads itself anew
    page.locator(".rows a", has_text=NAME).click()
    expect(page.locator("h1")).to_contain_text(NAME)
    row = page.url
    page.locator("#why").fill("Đã xem bản giấy")
    page.keyboard.press("Escape")
    page.keyboard.press("l")  # the key of the button "accept and link"
    expect(page.locator(".message--success")).to_contain_text(NAME)
    page.goto(run)
    page.locator(".actions form button[type=submit]").first.click()
    expect(page.locator(".mark--applied").first).to_be_visible()
    page.goto(row)
    page.locator(".beside thead a", has_text="Tin bán").click()
    page.wait_for_url(re.compile("/san-pham/"))
    expect(page.locator("main a.badge").first).to_contain_text("4 sao")


def test_pages_of_the_desk(page: Page, shop: Shop):
    sign_in(page)
    found = _faults(page, "overview")
    paths = ["/so/chi-tieu/", "/so/luot/", "/so/luot/moi/", "/so/duyet/", "/so/danh-sach/", "/en/desk/", "/en/desk/review/"]
    paths += [f"/so/danh-sach/{name}/" for name in LISTS] + [f"/so/{part}/" for (part,) in shop.rows(ONE_OF_EACH)]
    assert len(paths) > 18
    assert found + _faults_at(page, *paths) == []
