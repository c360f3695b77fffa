"""What the department changes about the search: occasions and its choices, by those who publish and by nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.audit.models import AuditEntry
from catalog.certification.models import OcopGroup
from catalog.lib import clock
from marketplace.accounts.models import Appointment, User
from search.favors import favored_on
from search.finding import find
from search.models import LONGEST_FAVOR_DAYS, Favor, Occasion
from search.queries import Favored, SearchQuery
from search.ranking import FAVORED, rank_of
from search.services import keep_favor
from tests.search.test_finding import DAY
from tests.search.test_suggestions import hits

pytestmark = pytest.mark.django_db
OCCASIONS, FAVORS = "/cms/snippets/marketsearch/occasion/", "/cms/snippets/marketsearch/favor/"
TEA = {"code": "tiec-tra", "name_vi": "Tiệc trà", "name_en": "Tea party", "phrases": "tiệc trà", "goods": "trà", "is_active": "on"}


def choice(**facts: object) -> Favor:
    """Give a favor that is sound except for `facts`."""
    values = {"valid_from": DAY, "valid_to": DAY, "percent": 5, "reason": "Tuần lễ chè lam", **facts}
    return Favor(**values)


def test_the_officer_writes_an_occasion_and_the_log_knows(client: Client, mai: User) -> None:
    client.force_login(mai)
    assert client.post(f"{OCCASIONS}add/", TEA).status_code == 302
    occasion = Occasion.objects.get(code="tiec-tra")
    assert client.post(f"{OCCASIONS}edit/{occasion.pk}/", {**TEA, "goods": "trà\nbánh"}).status_code == 302
    # Each action once: Wagtail's own history of it is not repeated.
    added, changed = AuditEntry.objects.filter(object_type="marketsearch.occasion").order_by("pk")
    assert (added.action, added.actor_id) == ("search.add_occasion", mai.pk)
    assert (changed.action, changed.before["goods"], changed.after["goods"].split()) == ("search.change_occasion", "trà", ["trà", "bánh"])


def test_the_officer_writes_a_choice_under_her_name(client: Client, mai: User, shop: dict[str, int]) -> None:
    client.force_login(mai)
    form = {"product": shop["Bánh chè lam gừng"], "valid_from": "2026-06-01", "valid_to": "2026-06-07", "percent": "5", "reason": "Hội chợ"}
    assert client.post(f"{FAVORS}add/", form).status_code == 302
    favor = Favor.objects.get()
    assert (favor.officer_id, favor.product_id) == (mai.pk, shop["Bánh chè lam gừng"])
    assert AuditEntry.objects.get(action="search.add_favor").after["percent"] == 5
    assert "Hội chợ" in client.get(FAVORS).content.decode()
    client.post(f"{FAVORS}edit/{favor.pk}/", {**form, "valid_to": "2026-06-02"})
    assert AuditEntry.objects.get(action="search.change_favor").before["valid_to"] == "2026-06-07"
    told = AuditEntry.objects.filter(object_type="marketsearch.favor").order_by("pk").values_list("action", flat=True)
    assert list(told) == ["search.add_favor", "search.change_favor"]


@pytest.mark.parametrize("address", [OCCASIONS, f"{OCCASIONS}add/", FAVORS, f"{FAVORS}add/"])
def test_buyers_and_producers_do_not_get_there(client: Client, lan: User, binh: User, dung: User, address: str) -> None:
    for person in (lan, binh, dung):
        client.force_login(person)
        assert client.post(address, TEA).status_code in (302, 403)
        assert not person.has_perm("marketsearch.change_occasion")
    assert not Occasion.objects.filter(code="tiec-tra").exists()
    assert not Favor.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="search.").exists()


def test_an_officer_with_another_duty_does_not_either(client: Client, mai: User) -> None:
    Appointment.objects.filter(user=mai).exclude(duty=Appointment.Duty.PREPARE).delete()
    client.force_login(mai)
    client.post(f"{OCCASIONS}add/", TEA)
    assert not Occasion.objects.filter(code="tiec-tra").exists()


def test_nobody_deletes_what_was_in_force(client: Client, mai: User) -> None:
    occasion = Occasion.objects.first()
    assert occasion
    client.force_login(mai)
    client.post(f"{OCCASIONS}delete/{occasion.pk}/")
    assert Occasion.objects.filter(pk=occasion.pk).exists()


def test_the_officer_sees_why_and_the_buyer_does_not(client: Client, mai: User, lan: User, shop: dict[str, int]) -> None:
    keep_favor(favor=choice(product_id=shop["Chè lam Thạch Xá"], valid_from=clock.today(), valid_to=clock.today()), officer=mai)
    address = {"q": "chè lam", "explain": "1"}
    client.force_login(lan)
    assert "Vì sao theo thứ tự này" not in client.get("/tim-kiem/", address).content.decode()
    client.force_login(mai)
    page = client.get("/tim-kiem/", address).content.decode()
    assert "Vì sao theo thứ tự này" in page
    assert "lựa chọn của Sở +5 %" in page


def test_a_choice_moves_a_near_equal_on_its_days_and_no_longer(shop: dict[str, int], mai: User) -> None:
    def first(day: date) -> list[str]:
        return [card.title for card in find(SearchQuery(text="lam", today=day)).cards][:2]

    usual = first(DAY)
    loser = usual[1]
    keep_favor(favor=choice(product_id=shop[loser]), officer=mai)
    ranks = find(SearchQuery(text="lam", today=DAY)).ranks
    assert any(rank.parts.get("favored") == FAVORED for rank in ranks)
    assert all(rank.factor <= 1.17 for rank in ranks)
    assert not any("favored" in rank.parts for rank in find(SearchQuery(text="lam", today=DAY + timedelta(days=1))).ranks)


def test_a_group_is_favored_with_all_that_belongs_to_it(shop: dict[str, int], mai: User) -> None:
    keep_favor(favor=choice(group=OcopGroup.objects.get(code="thuc-pham"), percent=2), officer=mai)
    assert {rank.parts["favored"] for rank in find(SearchQuery(text="chè lam", today=DAY)).ranks} == {0.02}


def test_many_choices_add_up_to_no_more_than_the_highest() -> None:
    (hit,) = hits("a")
    many = tuple(Favored(part=part, product_id=0) for part in (0.01, 0.05, 0.05))
    assert rank_of(hit, SearchQuery(today=DAY, favored=many)).parts["favored"] == FAVORED
    assert rank_of(hit, SearchQuery(today=DAY, favored=(Favored(part=9, product_id=0),))).parts["favored"] == FAVORED


@pytest.mark.parametrize(
    "facts",
    [
        {}, {"percent": 6}, {"percent": 0}, {"valid_to": DAY - timedelta(days=1)}, {"valid_to": DAY + timedelta(days=LONGEST_FAVOR_DAYS)},
        {"reason": ""}, {"both": True},
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused(shop: dict[str, int], mai: User, facts: dict[str, object]) -> None:
    group = OcopGroup.objects.get(code="thuc-pham")
    things = {"group": group, "product_id": shop["Mật ong hoa nhãn"]} if facts.pop("both", False) else {"group": group} if facts else {}
    with pytest.raises(ValidationError):
        keep_favor(favor=choice(**things, **facts), officer=mai)
    assert favored_on(DAY) == ()
    assert not AuditEntry.objects.filter(action="search.add_favor").exists()


@pytest.mark.every_database
def test_the_database_keeps_the_bounds(shop: dict[str, int]) -> None:
    for facts in ({"percent": 6, "product_id": shop["Mật ong hoa nhãn"]}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            choice(**facts).save()
