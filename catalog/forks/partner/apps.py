"""Rules of ours over Oscar's `partner`; its tables and migrations stay Oscar's."""

from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    """Oscar's app under our module name."""

    name = "catalog.forks.partner"
