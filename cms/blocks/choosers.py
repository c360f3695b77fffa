"""Choose a product in the editor."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string


class ProductChooserBlock(ChooserBlock):
    """One product of the shop."""

    @cached_property
    def target_model(self) -> Any:
        """The product table, by name: its room is Oscar's."""
        return resolve_model_string("catalogue.Product")

    @cached_property
    def widget(self) -> Any:
        """The chooser's widget; its views need the apps to be ready, so it is asked for late."""
        from cms.blocks.wagtail_hooks import product_chooser

        return product_chooser.widget_class()

    class Meta:
        icon = "tag"
