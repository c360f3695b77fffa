"""Oscar's models of `order`."""

from oscar.apps.order.models import *  # noqa: F403
