"""People and what they may do."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Buyers, members of producers, officers."""

    name = "marketplace.accounts"
    label = "accounts"
