"""The image of the CMS, with what it shows told in both languages, and the pictures of a product."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from catalog.lib.languages import Language, current_language
from catalog.products.models import Listing


class CustomImage(AbstractImage):
    """A picture with its description in Vietnamese and English. Drawings of the demo shop know which drawing they are."""

    alt_vi = models.CharField(_("what it shows, in Vietnamese"), max_length=255, blank=True)
    alt_en = models.CharField(_("what it shows, in English"), max_length=255, blank=True)
    drawing = models.CharField(_("drawing"), max_length=100, blank=True, editable=False)
    drawing_hash = models.CharField(_("hash of the drawing"), max_length=64, blank=True, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "alt_vi", "alt_en")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]
        constraints = [models.UniqueConstraint(fields=["drawing"], condition=~Q(drawing=""), name="image_drawing_once")]

    def alt_in(self, language: str) -> str:
        """Give the description in a language; the other one, then the title, stand in for a missing one."""
        first, second = (self.alt_en, self.alt_vi) if language == Language.ENGLISH else (self.alt_vi, self.alt_en)
        return first or second or str(self.title)

    @property
    def default_alt_text(self) -> str:
        """Give the description in the reader's language."""
        return self.alt_in(current_language())


class Rendition(AbstractRendition):
    """One picture in one size and form."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")]


class ListingPicture(models.Model):
    """A picture of a product, at its place in the row."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("product"))
    image = models.ForeignKey(CustomImage, on_delete=models.PROTECT, related_name="+", verbose_name=_("picture"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture of a product")
        verbose_name_plural = _("pictures of products")
        ordering = ["listing_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "position"], name="listing_picture_position_once"),
            models.UniqueConstraint(fields=["listing", "image"], name="listing_picture_image_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing} · {self.position}"
