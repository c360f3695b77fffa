"""Tell the editor about choosers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet


class ProductChooserViewSet(ChooserViewSet):
    """Lists products to choose from, twenty a page."""

    model = "catalogue.Product"
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    per_page = 20


product_chooser = ProductChooserViewSet("product_chooser")


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_product_chooser() -> ProductChooserViewSet:
    """Mount the chooser's views."""
    return product_chooser
