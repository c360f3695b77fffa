"""A code for signing in, sent to an e-mail or a number."""

from __future__ import annotations

import pytest
from allauth.core.exceptions import RateLimited
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def test_an_empty_form_comes_back_with_a_reason(client: Client):
    answer = client.post(reverse("account_request_login_code"), {})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert mail.outbox == []


def test_an_email_gets_a_code(client: Client, lan: object):
    answer = client.post(reverse("account_request_login_code"), {"email": "lan@nguoi.example"})
    assert answer.headers["Location"] == reverse("account_confirm_login_code")
    assert [message.to for message in mail.outbox] == [["lan@nguoi.example"]]


def test_too_many_tries_are_a_page_and_no_server_error(client: Client, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise RateLimited

    monkeypatch.setattr("allauth.account.forms.LoginForm.login", refuse)
    make_person("lan")
    answer = client.post(reverse("account_login"), {"login": "lan@nguoi.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Bạn thử nhiều lần quá" in answer.content.decode()
