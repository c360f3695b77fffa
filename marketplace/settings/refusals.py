"""What production refuses to start with."""

from urllib.parse import urlsplit

from marketplace.settings.env import ConfigurationError, Environment

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", ""}


def _refusals(env: Environment) -> list[tuple[bool, str]]:
    host = urlsplit(env.base_url).hostname or ""
    return [
        (not env.secret_key, "CHO_SAO_SECRET_KEY is missing: set at least 50 random characters"),
        (
            len(env.secret_key) < 50 or len(set(env.secret_key)) < 10 or "development" in env.secret_key,
            "CHO_SAO_SECRET_KEY is weak: set at least 50 random characters",
        ),
        (
            not env.base_url.startswith("https://") or host in LOCAL_HOSTS,
            "CHO_SAO_BASE_URL must be the public https:// address of the shop",
        ),
        (env.debug, "CHO_SAO_DEBUG must be off: error pages would show secrets"),
        (env.demo, "CHO_SAO_DEMO must be off: sample stars must not stand beside real ones"),
        (env.sms_gateway == "console", "CHO_SAO_SMS_GATEWAY=console prints sign-in codes: set off or a real gateway"),
        (bool(env.stripe_fake_url), "CHO_SAO_STRIPE_FAKE_URL must be empty: a stand-in takes no money"),
        (
            bool(env.stripe_secret_key) and not (env.stripe_publishable_key and env.stripe_webhook_secret),
            "CHO_SAO_STRIPE_PUBLISHABLE_KEY and CHO_SAO_STRIPE_WEBHOOK_SECRET must stand beside the secret key",
        ),
        (env.stripe_secret_key.startswith("sk_test_"), "CHO_SAO_STRIPE_SECRET_KEY is a test key: it takes no money"),
        (
            len({bool(part) for part in (env.bank_bin, env.bank_account, env.bank_account_name)}) > 1,
            "CHO_SAO_BANK_BIN, CHO_SAO_BANK_ACCOUNT and CHO_SAO_BANK_ACCOUNT_NAME must be set together, or none of them",
        ),
        (
            bool(env.bank_webhook_secret) and len(env.bank_webhook_secret) < 32,
            "CHO_SAO_BANK_WEBHOOK_SECRET is weak: agree on at least 32 random characters with the bank",
        ),
        (env.bank_bin == "999999", "CHO_SAO_BANK_BIN is the demo's: set the shop's own bank"),
        (bool(env.registry_trusted_host), "CHO_SAO_REGISTRY_TRUSTED_HOST must be empty: the registry is asked over https only"),
    ]


def refuse_unsafe(env: Environment) -> None:
    """Stop on the first unsafe setting.

    Raises:
        ConfigurationError: with one line that names the variable and what to write.
    """
    for is_wrong, message in _refusals(env):
        if is_wrong:
            raise ConfigurationError(message)
