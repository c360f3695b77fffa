"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from marketplace.starting import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
application = start(get_asgi_application)
