"""Rules of ours over Oscar's `catalogue`; its tables and migrations stay Oscar's."""

from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    """Oscar's app under our module name."""

    name = "catalog.forks.catalogue"
