"""Oscar's models of `catalogue`."""

from oscar.apps.catalogue.models import *  # noqa: F403
from oscar.apps.catalogue.models import Category, Product, ProductCategory, ProductClass

__all__ = ["Category", "Product", "ProductCategory", "ProductClass"]
