"""Settings of the test suite: fast hashing, mail in memory, jobs run when a test says so."""

import os
import tempfile
from pathlib import Path

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import ENV
from marketplace.settings.databases import cache_for, database_for

SECRET_KEY = "only-for-tests-and-long-enough-to-please-the-deployment-checks"  # noqa: S105
DEBUG = False
DEMO = True
FAILPOINTS_ALLOWED = True
DEMO_SIGN_INS = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATA_DIR = Path(os.environ.get("CHO_SAO_TEST_DIR") or tempfile.gettempdir()) / "cho-sao-tests"
DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": database_for(ENV.database_url, DATA_DIR)}
# Test processes side by side count their own limits: each has a numbered database in Redis.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
CACHES["default"] = cache_for(ENV.redis_url and f"{ENV.redis_url.rsplit('/', 1)[0]}/{_WORKER}")
SEARCH_INDEX_DIR = DATA_DIR / "index"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
BANK_BIN = "999999"
BANK_ACCOUNT = "0000000000"
BANK_ACCOUNT_NAME = "CHO SAO MAU KHONG CHUYEN TIEN"
