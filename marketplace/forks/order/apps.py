"""Rules of ours over Oscar's `order`; its tables and migrations stay Oscar's."""

from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    """Oscar's app under our module name."""

    name = "marketplace.forks.order"
