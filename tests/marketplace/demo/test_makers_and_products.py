"""The demo's makers, products and awards: whole, honest, and loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import override_settings
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from catalog.certification.badges import award_state
from catalog.certification.models import Award, AwardLink, OcopGroup
from catalog.certification.selectors import facts_of
from catalog.lib import clock
from catalog.producers.models import Producer, ProducerText
from catalog.products.models import Listing, ListingText, ReportedStar, Sign
from catalog.products.pages import net_quantity
from catalog.products.publication import publication_gaps
from catalog.products.selectors import cards_for_products
from catalog.products.services import announce_listings
from catalog.registry.models import Record, SyncRun
from marketplace.accounts.models import Appointment, Membership, User
from marketplace.demo import awards, makers, people, places, products, records, rules, synthetic
from marketplace.demo.drawings.kinds import has_drawing
from marketplace.demo.files import product_rows, read_table
from marketplace.demo.keys import product_for
from search.receivers import changes_gathered

pytestmark = pytest.mark.django_db
STEPS = (rules, places, people, makers, products, awards, records)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load once for the whole file; each test's own transaction lies inside this one, which is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO_SIGN_INS=True):
            for step in STEPS:
                step.load()
        yield
        transaction.set_rollback(True)


def row_counts() -> dict[str, int]:
    """Count the rows of every table that the steps could touch."""
    rooms = (
        "catalogue",
        "partner",
        "places",
        "producers",
        "products",
        "certification",
        "accounts",
        "audit",
        "registry",
        "django_tasks_database",
    )
    return {
        model._meta.label: model._default_manager.count()
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if model._meta.managed
    }


def test_a_second_run_changes_nothing(settings):
    settings.DEMO_SIGN_INS = True
    before = row_counts()
    for step in STEPS:
        step.load()
    assert row_counts() == before


def test_every_name_of_something_invented_says_so():
    invented = ProducerText.objects.filter(producer__is_sample=True, language="vi")
    titles = ListingText.objects.filter(listing__maker__is_sample=True, language="vi")
    assert invented
    assert titles
    assert [text.title for text in [*invented, *titles] if "(mẫu)" not in text.title] == []


def test_real_makers_do_not_sell_and_have_no_contacts():
    real = Producer.objects.filter(is_sample=False)
    assert not real.exclude(state=Producer.State.RECORDED).exists()
    assert not real.exclude(phone="", email="", address="", registration_number="", tax_code="").exists()
    assert not Listing.objects.filter(seller__in=real).exists()


def test_only_invented_sellers_sell_and_everything_may_be_published():
    assert not Listing.objects.exclude(seller__is_sample=True).exists()
    assert {listing.pk: publication_gaps(listing) for listing in Listing.objects.all() if publication_gaps(listing)} == {}


def test_no_real_product_bears_an_award_and_no_invented_one_a_report():
    real = Listing.objects.exclude(maker__is_sample=True)
    assert not AwardLink.objects.filter(product__listing__in=real).exists()
    assert not Award.objects.exclude(decision__is_sample=True).exists()
    assert not ReportedStar.objects.filter(listing__maker__is_sample=True).exists()


def test_every_sample_award_is_in_the_state_that_its_file_tells():
    today, wrong = clock.today(), []
    for row in read_table("sample_awards")["awards"]:
        number = next(d["number"] for d in read_table("sample_awards")["decisions"] if d["key"] == row["decision"])
        award = Award.objects.get(decision__number=number, links__product=product_for(row["product"]))
        if award_state(facts_of(award), today) != row["state"]:
            wrong.append((row["product"], award_state(facts_of(award), today)))
    assert wrong == []


def test_products_out_of_season_are_so_today():
    for row in read_table("sample_products")["products"]:
        listing = product_for(row["key"]).listing
        assert listing.is_in_season(clock.today().month) == (row.get("season") != "not_now")


def test_the_member_acts_for_an_invented_maker_and_the_officer_everywhere():
    assert Membership.objects.get(user__email=people.MEMBER.email).producer.is_sample
    officer = User.objects.get(email=people.OFFICER.email)
    assert set(officer.appointments.filter(place=None).values_list("duty", flat=True)) == set(Appointment.Duty.values)
    assert officer.has_perm("wagtailadmin.access_admin")


def test_without_printed_sign_ins_there_are_no_people(settings):
    User.objects.all().delete()
    settings.DEMO_SIGN_INS = False
    people.load()
    makers.load()
    assert not User.objects.exists()


@pytest.mark.parametrize("sign_in", people.SIGN_INS)
def test_each_of_the_three_can_sign_in(sign_in):
    assert authenticate(None, username=sign_in.email, password=sign_in.password) == User.objects.get(email=sign_in.email)
    assert EmailAddress.objects.get(email=sign_in.email).verified


def test_there_are_real_products_and_real_makers_enough():
    real = Listing.objects.filter(seller__is_sample=True, state=Listing.State.PUBLISHED).exclude(maker__is_sample=True)
    assert real.count() >= 120
    assert Producer.objects.filter(is_sample=False, made_listings__in=real).distinct().count() >= 30


def test_a_report_tells_its_source():
    assert ReportedStar.objects.count() >= 50
    assert not ReportedStar.objects.filter(source_url="").exists()


def test_no_two_products_share_a_sentence():
    for language in ("vi", "en"):
        for name in ("summary", "description", "title"):
            texts = list(ListingText.objects.filter(language=language).values_list(name, flat=True))
            assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_every_product_is_told_in_both_languages_and_says_where_it_is_made():
    both = ListingText.objects.exclude(summary="").exclude(description="").exclude(making_origin="").exclude(pack="")
    assert both.filter(language="en").count() == both.filter(language="vi").count() == Listing.objects.count()
    assert all(listing.place for listing in Listing.objects.select_related("made_in", "maker__place"))


def test_spirits_are_for_adults_and_fresh_food_does_not_travel_far():
    assert Listing.objects.filter(label="spirit").count() >= 4
    assert not Listing.objects.filter(label="spirit").exclude(is_adults_only=True, vat_class="full").exists()
    assert not Listing.objects.exclude(storage=Listing.Storage.AMBIENT).filter(send_to="nationwide").exists()


def test_every_kind_of_product_has_a_drawing_of_its_own():
    assert sorted({row.kind for row in product_rows() if not has_drawing(row.kind)}) == []


def test_each_of_the_six_groups_has_something_to_show():
    shown = OcopGroup.objects.filter(listings__state=Listing.State.PUBLISHED)
    assert {(group.parent or group).code for group in shown} == set(OcopGroup.objects.filter(parent=None).values_list("code", flat=True))


def test_loading_much_enqueues_few_jobs_after_all_of_it():
    jobs = DBTaskResult.objects.count()
    ids = list(Listing.objects.values_list("pk", flat=True))
    with changes_gathered():
        for pk in ids:
            announce_listings([pk])
        assert DBTaskResult.objects.count() == jobs
    assert DBTaskResult.objects.count() == jobs + 1


def announce_and_fail() -> None:
    """Announce a change and fail before its end."""
    with changes_gathered():
        announce_listings([Listing.objects.latest("pk").pk])
        _ = 1 / 0


def test_an_error_while_loading_enqueues_nothing():
    jobs = DBTaskResult.objects.count()
    with pytest.raises(ZeroDivisionError):
        announce_and_fail()
    assert DBTaskResult.objects.count() == jobs


def test_synthetic_products_are_marked_whole_and_made_up_to_the_number_asked():
    assert (synthetic.load(30), synthetic.load(30), synthetic.load(45)) == (30, 0, 15)
    made = Listing.objects.filter(product__upc__startswith=synthetic.PREFIX)
    assert made.count() == 45
    assert not ListingText.objects.filter(listing__in=made, language="vi").exclude(title__endswith="(đo)").exists()
    assert not made.exclude(seller__is_sample=True).exists()
    assert [publication_gaps(listing) for listing in made if publication_gaps(listing)] == []


def test_synthetic_products_are_varied_and_the_same_in_every_shop():
    synthetic.load(60)
    first = list(
        Listing.objects.filter(product__upc__startswith=synthetic.PREFIX).order_by("pk").values_list("product__title", "group__code")
    )
    assert len({title for title, _group in first}) > 50
    assert len({group for _title, group in first}) > 4
    assert Producer.objects.filter(partner__code__startswith=synthetic.PREFIX, is_sample=True).count() == 60 / synthetic.GOODS_OF_A_MAKER
    synthetic.load(130)
    assert (
        list(
            Listing.objects.filter(product__upc__startswith=synthetic.PREFIX)
            .order_by("pk")
            .values_list("product__title", "group__code")[:60]
        )
        == first
    )


def test_synthetic_products_are_announced_unless_the_index_is_built_afterwards():
    jobs = DBTaskResult.objects.count()
    synthetic.load(5, is_announced=False)
    assert DBTaskResult.objects.count() == jobs
    synthetic.load(10)
    assert DBTaskResult.objects.count() > jobs


def test_signs_of_other_families_have_their_papers_and_invented_ones_say_so():
    assert Sign.objects.filter(family=Sign.Family.INDICATION, listing__product__upc="ga-mia").exists()
    invented = Sign.objects.filter(listing__maker__is_sample=True)
    assert invented.count() >= 2
    assert [sign.paper for sign in invented if not sign.paper.startswith("MẪU")] == []


def test_a_page_without_a_known_maker_tells_the_place_of_making_not_the_sellers(client):
    page = client.get("/san-pham/vai-lua-van-phuc/").content.decode()
    byline = page.split('class="product__by">')[1].split("</p>")[0]
    assert byline.startswith('<span lang="vi">Vạn Phúc</span>')
    assert "Gian hàng Phố Sao (mẫu)" in byline


@pytest.mark.parametrize(
    ("amount", "unit", "words"), [(1, "piece", "1 piece"), (6, "piece", "6 pieces"), (1, "set", "1 set"), (500, "g", "500 g")]
)
def test_pieces_and_sets_are_counted_in_words(amount, unit, words):
    with override("en"):
        assert net_quantity(Listing(net_quantity=Decimal(amount), net_unit=unit)) == words


def test_a_card_never_names_the_seller_as_the_maker():
    known, unknown = (Listing.objects.get(product__upc=key).product_id for key in ("den-tu-linh", "lua-van-phuc"))
    with_maker, without = cards_for_products([known, unknown], language="vi")
    assert (with_maker.producer_name, with_maker.place_name) == ("Công ty TNHH Đúc đồng truyền thống Ngũ Xã", "Ngũ Xã")
    assert (without.producer_name, without.place_name) == ("", "Vạn Phúc")


def test_an_annex_waits_for_an_officer_and_its_rows_were_read_as_the_file_tells():
    run = SyncRun.objects.get(source=records.SOURCE)
    assert run.state == SyncRun.State.STAGED
    found = {(record.name, str(record.outcome)) for record in Record.objects.filter(run=run)}
    assert found == {(row["name"], row["outcome"]) for row in read_table("sample_awards")["records"]}
    assert not AwardLink.objects.filter(product=product_for("phan-hoa")).exists()
