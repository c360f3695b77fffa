"""Opening an account: with an e-mail's code or a number's, with a consent that nobody ticked before."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import ConsentRecord, OutgoingMail, User
from marketplace.settings.sign_in import sign_in_for
from tests.cast import PASSWORD
from tests.marketplace.accounts.codes import code_in_mail, code_in_text_message, send_waiting_mail

pytestmark = pytest.mark.django_db


def _sign_up(client: Client, **facts: str) -> Any:
    return client.post(reverse("account_signup"), {"password1": PASSWORD, "consent": "on", **facts})


def test_an_account_opens_with_an_emails_code(client: Client):
    answer = _sign_up(client, email="moi@nguoi.example")
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    send_waiting_mail()
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    user = User.objects.get(email="moi@nguoi.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified  # type: ignore[attr-defined]  # allauth's table


def test_an_account_opens_with_a_numbers_code_alone(client: Client, caplog: pytest.LogCaptureFixture):
    answer = _sign_up(client, phone="0912 345 678")
    assert answer.headers["Location"] == reverse("account_verify_phone")
    client.post(reverse("account_verify_phone"), {"code": code_in_text_message(caplog)})
    user = User.objects.get(phone="+84912345678")
    assert (user.email, user.phone_verified_at is not None) == (None, True)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_code_opens_nothing(client: Client):
    _sign_up(client, phone="0912 345 678")
    client.post(reverse("account_verify_phone"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    assert User.objects.get().phone_verified_at is None


def test_the_consent_is_kept_with_version_purpose_time_and_language(client: Client):
    client.post("/en/account/signup/", {"password1": PASSWORD, "consent": "on", "email": "moi@nguoi.example"})
    record = ConsentRecord.objects.get()
    assert (record.purpose, record.text_version, record.language) == ("account", "2026-11", "en")
    assert record.user_id == User.objects.get().pk
    assert record.given_at is not None


def test_a_kept_consent_is_neither_changed_nor_removed(client: Client):
    """Its table was made anew with the second purpose: the guard must have come along."""
    _sign_up(client, email="moi@nguoi.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRecord.objects.update(text_version="khac")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentRecord.objects.all().delete()
    assert ConsentRecord.objects.get().text_version == "2026-11"


def test_the_consent_is_never_ticked_before_and_never_missing(client: Client):
    page = client.get("/tai-khoan/signup/").content.decode()
    box = next(part for part in page.split("<input") if 'name="consent"' in part).split(">")[0]
    assert "checked" not in box
    assert "Tôi đồng ý" in page
    answer = client.post(reverse("account_signup"), {"password1": PASSWORD, "email": "moi@nguoi.example"})
    assert "consent" in answer.context["form"].errors
    assert not User.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_an_email_that_is_taken_looks_like_a_new_one(client: Client, lan: User):
    answer = _sign_up(client, email="LAN@nguoi.example")
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(answer.headers["Location"]).status_code == 200
    send_waiting_mail()
    assert [message.to for message in mail.outbox] == [["lan@nguoi.example"]]  # told to its owner alone
    assert list(User.objects.all()) == [lan]


def test_a_number_that_is_taken_looks_like_a_new_one(client: Client, lan: User, caplog: pytest.LogCaptureFixture):
    answer = _sign_up(client, phone="0912 345 678")
    assert answer.headers["Location"] == reverse("account_verify_phone")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "SMS" not in caplog.text
    assert list(User.objects.all()) == [lan]


def test_a_number_of_another_country_is_refused(client: Client):
    answer = _sign_up(client, phone="+1 650 253 0000")
    assert "phone" in answer.context["form"].errors
    assert not User.objects.exists()


@pytest.fixture
def no_sms(settings: Any) -> None:
    """Production as `compose.yaml` has it: nobody sends text messages."""
    settings.SMS_GATEWAY = "off"
    for name, value in sign_in_for("off").items():
        setattr(settings, name, value)


@pytest.mark.usefixtures("no_sms")
@pytest.mark.parametrize("form", ["account_signup", "account_request_login_code"])
def test_without_a_gateway_no_form_asks_for_a_number(client: Client, lan: User, form: str):
    assert 'name="phone"' not in client.get(reverse(form)).content.decode()
    answer = client.post(reverse(form), {"phone": "0912 345 678", "password1": PASSWORD, "consent": "on"})
    assert answer.status_code == 200
    assert "email" in answer.context["form"].errors
    assert list(User.objects.all()) == [lan]
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("no_sms")
def test_without_a_gateway_an_email_still_signs_up_and_in(client: Client, lan: User):
    _sign_up(client, email="moi@nguoi.example")
    send_waiting_mail()
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="moi@nguoi.example").pk)
    client.logout()
    client.post(reverse("account_login"), {"login": "lan@nguoi.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_a_number_is_changed_with_a_code(client: Client, lan: User, caplog: pytest.LogCaptureFixture):
    client.post(reverse("account_login"), {"login": "lan@nguoi.example", "password": PASSWORD})
    client.force_login(lan)
    answer = client.post(reverse("account_change_phone"), {"phone": "0987 654 321"})
    if "reauthenticate" in answer.headers["Location"]:
        client.post(answer.headers["Location"], {"password": PASSWORD})
        answer = client.post(reverse("account_change_phone"), {"phone": "0987 654 321"})
    assert answer.headers["Location"] == reverse("account_verify_phone")
    lan.refresh_from_db()
    assert lan.phone == "+84912345678"  # not before the code
    client.post(reverse("account_verify_phone"), {"code": code_in_text_message(caplog)})
    lan.refresh_from_db()
    assert (lan.phone, lan.phone_verified_at is not None) == ("+84987654321", True)


@pytest.mark.parametrize(("path", "label"), [("/en/account/login/", "E-mail or phone"), ("/tai-khoan/login/", "E-mail hoặc số điện thoại")])
def test_signing_in_says_with_what(client: Client, path: str, label: str) -> None:
    assert f">{label}</label>" in client.get(path).content.decode()
