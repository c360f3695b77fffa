"""A code for signing in, sent to an e-mail or a number."""

from __future__ import annotations

import pytest
from allauth.core.exceptions import RateLimited
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import OutgoingMail, User
from marketplace.accounts.tasks import send_account_mail
from tests.cast import PASSWORD, make_person
from tests.marketplace.accounts.codes import code_in_mail, code_in_text_message, send_waiting_mail

pytestmark = pytest.mark.django_db


def test_an_empty_form_comes_back_with_a_reason(client: Client):
    answer = client.post(reverse("account_request_login_code"), {})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not OutgoingMail.objects.exists()


def test_an_emails_code_leaves_by_a_job_and_signs_in(client: Client):
    hoa = make_person("hoa")
    answer = client.post(reverse("account_request_login_code"), {"email": "hoa@nguoi.example"})
    assert answer.headers["Location"] == reverse("account_confirm_login_code")
    assert mail.outbox == []  # the page waited for no mail server
    send_waiting_mail()
    assert [message.to for message in mail.outbox] == [["hoa@nguoi.example"]]
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(hoa.pk)


def test_a_mail_that_is_sent_is_forgotten_and_a_doubled_job_does_no_harm(client: Client, lan: User):
    client.post(reverse("account_request_login_code"), {"email": "lan@nguoi.example"})
    waiting = OutgoingMail.objects.get()
    for _time in range(2):
        send_account_mail.func(waiting.pk)
    assert len(mail.outbox) == 1
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("path", "subject", "greeting"),
    [
        ("/tai-khoan/login/code/", "Mã đăng nhập", "Chợ Sao xin chào!"),
        ("/en/account/login/code/", "Sign-In Code", "Hello from Chợ Sao!"),
    ],
)
def test_the_mail_names_the_shop_in_the_pages_language(client: Client, lan: User, path: str, subject: str, greeting: str):
    client.post(path, {"email": "lan@nguoi.example"})
    send_waiting_mail()
    assert mail.outbox[0].subject == subject
    assert greeting in mail.outbox[0].body
    assert "127.0.0.1:8000" in mail.outbox[0].body
    assert "example.com" not in mail.outbox[0].body


def test_a_numbers_code_signs_in_and_proves_the_number(client: Client, lan: User, caplog: pytest.LogCaptureFixture):
    client.post(reverse("account_request_login_code"), {"phone": "0912 345 678"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_text_message(caplog)})
    assert client.session["_auth_user_id"] == str(lan.pk)
    lan.refresh_from_db()
    assert lan.phone_verified_at is not None


@pytest.mark.parametrize("stranger", [{"email": "ai-do@nguoi.example"}, {"phone": "0987 654 321"}])
def test_an_unknown_contact_looks_the_same_from_outside(
    client: Client, lan: User, stranger: dict[str, str], caplog: pytest.LogCaptureFixture
):
    answer = client.post(reverse("account_request_login_code"), stranger)
    assert answer.headers["Location"] == reverse("account_confirm_login_code")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "SMS" not in caplog.text
    assert "_auth_user_id" not in client.session


def test_too_many_tries_are_a_page_and_no_server_error(client: Client, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise RateLimited

    monkeypatch.setattr("allauth.account.forms.LoginForm.login", refuse)
    make_person("lan")
    answer = client.post(reverse("account_login"), {"login": "lan@nguoi.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Bạn thử nhiều lần quá" in answer.content.decode()
