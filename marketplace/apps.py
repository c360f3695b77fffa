"""The one place where what a lower storey asks for is joined to what a higher one gives."""

from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    """The frame of the shop."""

    name = "marketplace"

    def ready(self) -> None:
        """Join Protocols to their implementations."""
        from catalog.products.pictures import set_picture_source
        from cms.media.selectors import StoredPictures

        set_picture_source(StoredPictures())
