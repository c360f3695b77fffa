"""Links at the foot of every page, edited under Settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField


class LinkBlock(blocks.StructBlock):
    """A page of ours or another address."""

    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.CharBlock(label=_("or address"), required=False, max_length=200)
    text = blocks.CharBlock(label=_("text"), required=False, max_length=80, help_text=_("Empty: the page's title"))


class ColumnBlock(blocks.StructBlock):
    """A column of links under a title."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    links = blocks.ListBlock(LinkBlock(), label=_("links"))


class ColumnsBlock(blocks.StreamBlock):
    """The columns of the foot."""

    column = ColumnBlock(label=_("column"))

    class Meta:
        required = False


@register_setting(icon="link")
class Footer(BaseSiteSetting):
    """What stands at the foot of every page, language by language."""

    columns_vi = StreamField(ColumnsBlock(), verbose_name=_("columns in Vietnamese"), blank=True)
    columns_en = StreamField(ColumnsBlock(), verbose_name=_("columns in English"), blank=True)

    panels = [FieldPanel("columns_vi"), FieldPanel("columns_en")]

    class Meta:
        verbose_name = _("foot of the page")
