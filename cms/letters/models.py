"""What the department writes to makers whose stars end, edited under Settings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

_LINES = _("One on each line. Empty: the shop's own list.")


@register_setting(icon="mail")
class RenewalLetter(BaseSiteSetting):
    """The department's part of the mails sent six, three and one month before stars end, and when they end."""

    opening_vi = models.TextField(_("opening in Vietnamese"), blank=True, max_length=1000)
    opening_en = models.TextField(_("opening in English"), blank=True, max_length=1000)
    papers_vi = models.TextField(_("papers to file, in Vietnamese"), blank=True, max_length=4000, help_text=_LINES)
    papers_en = models.TextField(_("papers to file, in English"), blank=True, max_length=4000, help_text=_LINES)
    contact_vi = models.TextField(_("whom to ask, in Vietnamese"), blank=True, max_length=500)
    contact_en = models.TextField(_("whom to ask, in English"), blank=True, max_length=500)

    panels = [
        MultiFieldPanel([FieldPanel("opening_vi"), FieldPanel("papers_vi"), FieldPanel("contact_vi")], heading=_("Vietnamese")),
        MultiFieldPanel([FieldPanel("opening_en"), FieldPanel("papers_en"), FieldPanel("contact_en")], heading=_("English")),
    ]

    class Meta:
        verbose_name = _("letter about stars that end")
