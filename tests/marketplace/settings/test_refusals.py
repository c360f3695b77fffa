"""Production does not start on what would hurt, and says it in one line."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from marketplace.settings.env import ConfigurationError, read_environment
from marketplace.settings.refusals import refuse_unsafe
from marketplace.upkeep.errors import SampleDataFound
from marketplace.upkeep.samples import refuse_samples
from tests.factories.producers import ProducerFactory

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "CHO_SAO_SECRET_KEY": secrets.token_urlsafe(64),
    "CHO_SAO_BASE_URL": "https://shop.example",
    "CHO_SAO_SMS_GATEWAY": "off",
    "CHO_SAO_BANK_BIN": "970436",
    "CHO_SAO_BANK_ACCOUNT": "0123456789",
    "CHO_SAO_BANK_ACCOUNT_NAME": "CHO SAO",
    "CHO_SAO_STRIPE_SECRET_KEY": "sk_live_abc",
    "CHO_SAO_STRIPE_PUBLISHABLE_KEY": "pk_live_abc",
    "CHO_SAO_STRIPE_WEBHOOK_SECRET": "whsec_abc",
}
UNSAFE = {
    "no key": ("CHO_SAO_SECRET_KEY", ""),
    "a short key": ("CHO_SAO_SECRET_KEY", "k3y-too-short"),
    "a monotonous key": ("CHO_SAO_SECRET_KEY", "ab" * 40),
    "the development key": ("CHO_SAO_SECRET_KEY", "development-only-key-that-production-refuses-to-start-with"),
    "an unencrypted address": ("CHO_SAO_BASE_URL", "http://shop.example"),
    "this machine's address": ("CHO_SAO_BASE_URL", "https://localhost"),
    "the debug flag": ("CHO_SAO_DEBUG", "1"),
    "the demo flag": ("CHO_SAO_DEMO", "yes"),
    "a gateway that prints codes": ("CHO_SAO_SMS_GATEWAY", "console"),
    "the demo's bank": ("CHO_SAO_BANK_BIN", "999999"),
    "a bank without its account": ("CHO_SAO_BANK_ACCOUNT", ""),
    "an account without its holder": ("CHO_SAO_BANK_ACCOUNT_NAME", ""),
    "an account without its bank": ("CHO_SAO_BANK_BIN", ""),
    "a stand-in for Stripe": ("CHO_SAO_STRIPE_FAKE_URL", "http://127.0.0.1:9000"),
    "a test key of Stripe": ("CHO_SAO_STRIPE_SECRET_KEY", "sk_test_abc"),
    "a card key without its webhook secret": ("CHO_SAO_STRIPE_WEBHOOK_SECRET", ""),
    "a card key without the publishable one": ("CHO_SAO_STRIPE_PUBLISHABLE_KEY", ""),
    "a registry asked without https": ("CHO_SAO_REGISTRY_TRUSTED_HOST", "127.0.0.1:9000"),
}
UNREADABLE = {
    "a word for a number": ("CHO_SAO_PROXY_COUNT", "one"),
    "a word for a flag": ("CHO_SAO_DEBUG", "perhaps"),
    "a host for an address": ("CHO_SAO_DATABASE_URL", "localhost"),
}


def test_a_safe_environment_starts():
    refuse_unsafe(read_environment(SAFE))


def test_a_shop_without_bank_and_cards_starts():
    none = {name: "" for name in SAFE if "BANK" in name or "STRIPE" in name}
    refuse_unsafe(read_environment({**SAFE, **none}))


@pytest.mark.parametrize(("name", "value"), UNSAFE.values(), ids=UNSAFE)
def test_production_refuses(name: str, value: str):
    with pytest.raises(ConfigurationError, match=name) as caught:
        refuse_unsafe(read_environment({**SAFE, name: value}))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(("name", "value"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_named(name: str, value: str):
    with pytest.raises(ConfigurationError, match=f"{name} cannot be read"):
        read_environment({**SAFE, name: value})


def _production(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "marketplace.settings.production", **variables}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=90)


def test_a_command_ends_with_one_line():
    result = _production("manage.py", "check")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("CHO_SAO_SECRET_KEY is missing")


def test_the_web_server_ends_with_one_line_and_the_code_that_stops_gunicorn():
    result = _production("-c", "import marketplace.wsgi", **{**SAFE, "CHO_SAO_DEMO": "1"})
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 1)
    assert result.stderr.startswith("CHO_SAO_DEMO must be off")


def test_a_real_shop_refuses_a_database_with_samples(db: None, settings: Settings):
    ProducerFactory.create(is_sample=True)
    refuse_samples()
    settings.DEMO = False
    with pytest.raises(SampleDataFound, match="1 producers"):
        refuse_samples()


def test_a_real_shop_starts_on_real_data(db: None, settings: Settings):
    ProducerFactory.create()
    settings.DEMO = False
    refuse_samples()
