"""Settings of ./start: one machine, sample data, sign-ins that are printed."""

from urllib.parse import urlsplit

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import BASE_URL, ENV, LOGGING

SECRET_KEY = ENV.secret_key or "development-only-key-that-production-refuses-to-start-with"
DEBUG = ENV.debug
DEMO = True
ALLOWED_HOSTS = list(ENV.allowed_hosts) or ["127.0.0.1", "localhost", "[::1]", urlsplit(BASE_URL).hostname or "localhost"]
DEMO_SIGN_INS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A bank number that no bank bears (NAPAS assigns 970xxx): the demo's QR can never move money.
BANK_BIN = ENV.bank_bin or "999999"
BANK_ACCOUNT = ENV.bank_account or "0000000000"
BANK_ACCOUNT_NAME = ENV.bank_account_name or "CHO SAO MAU KHONG CHUYEN TIEN"
# The terminal of ./start shows what needs a person; every job that goes well would bury it.
LOGGING["handlers"]["console"]["level"] = "WARNING"
