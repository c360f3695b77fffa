"""The statement of a payout for its producer, as PDF and xlsx: every entry that it is made of, and what was taken off."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Sum
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from catalog.lib import clock
from catalog.lib.money import format_dong
from catalog.lib.sheets import Cell, xlsx_file
from catalog.producers.selectors import producer_text
from marketplace.ledger.models import Account, Entry
from marketplace.payouts.models import Payout

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-Bold"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One entry of a payout, whole đồng: price of goods, what was taken off, what the producer gets of it; undone below zero."""

    day: date
    about: str
    goods: int
    commission: int
    withheld: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A payout as its producer reads it; the account is masked."""

    reference: str
    producer: str
    tax_code: str
    account: str
    period_from: date
    period_to: date
    state: str
    paid_on: date | None
    lines: list[StatementLine]
    amount: int


def statement_of(payout: Payout) -> Statement:
    """Read the statement of a payout."""
    return Statement(
        reference=payout.reference,
        producer=producer_text(payout.producer, "vi").title,
        tax_code=payout.producer.tax_code,
        account=payout.account.shown,
        period_from=payout.run.period_from,
        period_to=payout.run.period_to,
        state=payout.get_state_display(),
        paid_on=payout.paid_at.astimezone(clock.VIETNAM).date() if payout.paid_at else None,
        lines=list(_lines(payout)),
        amount=payout.amount,
    )


def _lines(payout: Payout) -> Iterator[StatementLine]:
    """Tell each journal apart: the producer's share, and beside it what the same journal took off."""
    items = payout.items.select_related("entry__journal__order").order_by("entry__journal__posted_at", "pk")
    journals = {item.entry.journal_id for item in items}
    rows = Entry.objects.filter(journal__in=journals).values_list("journal_id", "account").annotate(Sum("amount")).order_by()
    sums = {(journal_id, account): -int(total) for journal_id, account, total in rows}
    for item in items:
        journal = item.entry.journal
        commission = sums.get((journal.pk, Account.COMMISSION), 0)
        withheld = sums.get((journal.pk, Account.WITHHELD_VAT), 0) + sums.get((journal.pk, Account.WITHHELD_INCOME), 0)
        yield StatementLine(
            day=journal.posted_at.astimezone(clock.VIETNAM).date(),
            about=_about(journal.key, journal.order.number if journal.order else ""),
            goods=item.amount + commission + withheld,
            commission=commission,
            withheld=withheld,
            amount=item.amount,
        )


def _about(key: str, number: str) -> str:
    words = {
        "sale": _("Sale, order %(number)s"),
        "undo": _("Cancelled or refused, order %(number)s"),
        "return": _("Returned goods, order %(number)s"),
        "cash-kept": _("Cash collected by you, order %(number)s"),
        "dispute-borne": _("Lost dispute that you bear, order %(number)s"),
        "dispute-unborne": _("Lost dispute that you no longer bear, order %(number)s"),
    }
    return words.get(key.split(":")[0], _("Correction %(number)s")) % {"number": number}


def _header() -> list[str]:
    return [_("Day"), _("What for"), _("Goods"), _("Commission"), _("Tax withheld"), _("To you")]


def statement_xlsx(statement: Statement) -> bytes:
    """Give the statement as an xlsx file."""
    rows: list[list[Cell]] = [[line.day, line.about, line.goods, line.commission, line.withheld, line.amount] for line in statement.lines]
    rows.append([None, _("Total"), *_totals(statement)])
    return xlsx_file(statement.reference, _header(), rows)


def _totals(statement: Statement) -> tuple[int, int, int, int]:
    return (
        sum(line.goods for line in statement.lines),
        sum(line.commission for line in statement.lines),
        sum(line.withheld for line in statement.lines),
        statement.amount,
    )


@cache
def _register_fonts() -> None:
    """Let the PDF carry its own letters: the standard ones of PDF know no Vietnamese marks."""
    pdfmetrics.registerFont(TTFont(REGULAR, str(FONTS / "be-vietnam-pro-400.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(FONTS / "be-vietnam-pro-700.ttf")))


def statement_pdf(statement: Statement) -> bytes:
    """Give the statement as a PDF of A4 pages."""
    _register_fonts()
    stream = io.BytesIO()
    title = _("Statement of payout %(reference)s") % {"reference": statement.reference}
    document = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=15 * mm, rightMargin=15 * mm, topMargin=15 * mm, bottomMargin=15 * mm, title=title, author="Chợ Sao"
    )
    small = ParagraphStyle("small", fontName=REGULAR, fontSize=9, leading=14)
    story = [Paragraph(_escaped(title), ParagraphStyle("title", fontName=BOLD, fontSize=15, leading=22))]
    story += [Paragraph(_escaped(fact), small) for fact in _facts(statement)]
    story += [Spacer(1, 6 * mm), _table(statement, small)]
    document.build(story)
    return stream.getvalue()


def _escaped(text: str) -> str:
    """A paragraph of reportlab reads marks of its own in a text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _facts(statement: Statement) -> Iterator[str]:
    yield _("Producer: %(name)s") % {"name": statement.producer}
    if statement.tax_code:
        yield _("Tax code: %(code)s") % {"code": statement.tax_code}
    yield _("Period: %(first)s to %(last)s") % {"first": f"{statement.period_from:%d/%m/%Y}", "last": f"{statement.period_to:%d/%m/%Y}"}
    yield _("Bank account: %(account)s") % {"account": statement.account}
    paid = f" {statement.paid_on:%d/%m/%Y}" if statement.paid_on else ""
    yield _("State: %(state)s") % {"state": f"{statement.state}{paid}"}


def _table(statement: Statement, small: ParagraphStyle) -> Table:
    rows: list[list[object]] = [list(_header())]
    for line in statement.lines:
        money = [format_dong(value) for value in (line.goods, line.commission, line.withheld, line.amount)]
        rows.append([f"{line.day:%d/%m/%Y}", Paragraph(_escaped(line.about), small), *money])
    rows.append(["", _("Total"), *(format_dong(value) for value in _totals(statement))])
    table = Table(rows, colWidths=[20 * mm, 56 * mm, 27 * mm, 24 * mm, 26 * mm, 27 * mm], repeatRows=1)
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 9, 14),
            ("FONT", (0, 0), (-1, 0), BOLD, 9, 14),
            ("FONT", (0, -1), (-1, -1), BOLD, 9, 14),
            ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -2), 0.4, colors.Color(0.75, 0.72, 0.68)),
            ("LINEABOVE", (0, -1), (-1, -1), 1, colors.black),
        ]
    )
    return table
