"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from marketplace.starting import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
application = start(get_wsgi_application)
