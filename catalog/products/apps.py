"""Products: listings over Oscar's catalogue."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What can be bought, with the facts that the law asks for."""

    name = "catalog.products"
    label = "products"
