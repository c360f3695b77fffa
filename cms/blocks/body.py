"""The blocks of a body: words, pictures, quotations, facts and shelves of products."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from catalog.lib import clock
from catalog.lib.languages import current_language
from catalog.products.cards import ProductCard
from catalog.products.selectors import cards_for_products
from catalog.products.shelves import newest_product_ids, starred_product_ids
from cms.blocks.choosers import ProductChooserBlock
from cms.blocks.pictures import picture_of

RICH_TEXT = ["bold", "italic", "link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside the page, one level under its title."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        preview_value = "Đất, nước và lửa"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with links, lists and emphasis."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "blocks/paragraph.html"
        preview_value = "<p>Lò đốt từ nửa đêm, sáng ra mới biết mẻ gốm được hay hỏng.</p>"


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows and a line under it."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"

    def get_preview_value(self) -> Any:
        """Show the shop's own latest picture: no picture of ours stands in the code."""
        image = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": image, "caption": "Mẻ gốm vừa ra lò"})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the picture in its sizes."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        image = value.get("image")
        context["picture"] = picture_of(image, getattr(image, "contextual_alt_text", None) or "") if image else None
        return context


class QuoteBlock(blocks.StructBlock):
    """Somebody's words and who said them."""

    text = blocks.TextBlock(label=_("words"))
    speaker = blocks.CharBlock(label=_("who said it"), max_length=120)
    role = blocks.CharBlock(label=_("in what role"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"
        preview_value = {"text": "Mẻ nào hỏng tôi giữ lại một chiếc, để nhớ.", "speaker": "Anh Trần Văn Mẫu", "role": "thợ cả"}


class FactBlock(blocks.StructBlock):
    """One fact: what it is about and what it is."""

    name = blocks.CharBlock(label=_("about"), max_length=80)
    value = blocks.CharBlock(label=_("fact"), max_length=200)


class FactsBlock(blocks.StructBlock):
    """Facts side by side, with their source."""

    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    facts = blocks.ListBlock(FactBlock(), label=_("facts"), min_num=1)
    source = blocks.URLBlock(label=_("source"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "blocks/facts.html"
        preview_value = {"title": "Trong một phút", "facts": [{"name": "Nghề", "value": "gốm sứ"}], "source": ""}


class ShelfSource(TextChoices):
    """How a shelf is filled."""

    CHOSEN = "chosen", _("products chosen here")
    NEWEST = "newest", _("the newest products")
    STARRED = "starred", _("products with stars in force, most stars first")


class ShelfBlock(blocks.StructBlock):
    """Products with their price and badge of this moment."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    source = blocks.ChoiceBlock(label=_("filled with"), choices=ShelfSource.choices, default=ShelfSource.CHOSEN)
    products = blocks.ListBlock(ProductChooserBlock(), label=_("products"), default=[])
    limit = blocks.IntegerBlock(label=_("at most"), default=8, min_value=1, max_value=24)

    class Meta:
        icon = "tag"
        label = _("Shelf of products")
        template = "blocks/shelf.html"
        preview_value = {"title": "Mới lên kệ", "source": "newest", "products": [], "limit": 4}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the cards: the same few queries whatever their number."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = [product.pk for product in value.get("products") or [] if product]
        context["cards"] = shelf_cards(source=value.get("source"), chosen=chosen, limit=value.get("limit") or 8)
        return context


def shelf_cards(*, source: str, chosen: list[int], limit: int) -> list[ProductCard]:
    """Give the cards of a shelf in the reader's language, as things stand today."""
    today = clock.today()
    if source == ShelfSource.NEWEST:
        ids = newest_product_ids(limit)
    elif source == ShelfSource.STARRED:
        ids = starred_product_ids(limit, today)
    else:
        ids = chosen[:limit]
    return cards_for_products(ids, language=current_language(), today=today)


class BodyBlock(blocks.StreamBlock):
    """What a story, a region page or a plain page is made of."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    shelf = ShelfBlock()


class CoverBlock(blocks.StreamBlock):
    """The picture at the head of a page: one or none."""

    image = ImageBlock(label=_("picture"))

    class Meta:
        max_num = 1
        required = False
