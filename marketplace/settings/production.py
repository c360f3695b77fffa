"""Settings of a real shop. It refuses to start on a setting that would hurt, with one clear line."""

from urllib.parse import urlsplit

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import BASE_URL, ENV, LOGGING, ROOT
from marketplace.settings.refusals import refuse_unsafe

refuse_unsafe(ENV)

DEBUG = False
DEMO = False
FAILPOINTS_ALLOWED = False
DEMO_SIGN_INS = False
ALLOWED_HOSTS = list(ENV.allowed_hosts) or [urlsplit(BASE_URL).hostname or ""]
# Collected while the code is installed or the image is built, not into the data of one shop.
STATIC_ROOT = ROOT / "build" / "static"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True
if ENV.proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOGGING["handlers"]["console"]["formatter"] = "json"
