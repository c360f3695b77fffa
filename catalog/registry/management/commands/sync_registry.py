"""`manage.py sync_registry FILE`: read an annex, stage it, apply it as an officer, or take a run back."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.registry.errors import UnableToApply, UnableToReview, UnableToUndo, UnreadableSource
from catalog.registry.issuers import body_called, name_issuer
from catalog.registry.models import Record, SyncRun
from catalog.registry.reading.tables import MAX_BYTES
from catalog.registry.selectors import left_alone, records_of, rows_as_json
from catalog.registry.services import apply_run, stage_source
from catalog.registry.sources import AnnexSource, HttpSource, Source
from catalog.registry.undoing import undo_run


class Command(BaseCommand):
    """Bring official records in, step by step."""

    help = (
        "Read an annex (xlsx, csv or a pasted table; - reads standard input) and stage it: nothing reaches an award. "
        "--apply records the accepted rows as the named officer; --undo takes an applied run back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file or the run, and what to do with it."""
        parser.add_argument("file", nargs="?", help="xlsx or csv file, - for standard input, or the https address of the registry's list")
        parser.add_argument("--dry-run", action="store_true", help="read and judge, but keep nothing")
        parser.add_argument("--json", action="store_true", help="print every row as JSON")
        parser.add_argument("--apply", action="store_true", help="apply the accepted rows as the officer")
        parser.add_argument("--officer", metavar="EMAIL", help="on whose word it is applied or taken back")
        parser.add_argument("--issuer", metavar="NAME", help="who signed, for the rows whose paper does not say it")
        parser.add_argument("--undo", metavar="RUN", type=int, help="number of the run to take back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print the rows; whatever fails is told in one line."""
        if (options["apply"] or options["undo"]) and options["dry_run"]:
            raise CommandError(_("A dry run applies nothing and takes nothing back."))
        try:
            if options["undo"]:
                self._undo(options["undo"], self._officer(options["officer"]))
            else:
                self._sync(options)
        except (UnreadableSource, UnableToApply, UnableToReview, UnableToUndo) as error:
            raise CommandError(str(error)) from error

    def _officer(self, email: str | None) -> AbstractBaseUser:
        if not email:
            raise CommandError(_("Name the officer on whose word this is done: --officer EMAIL"))
        officer = get_user_model().objects.filter(email__iexact=email).first()
        if officer is None:
            raise CommandError(_("Nobody has the e-mail address %(email)s.") % {"email": email})
        return officer

    def _sync(self, options: dict[str, Any]) -> None:
        if not options["file"]:
            raise CommandError(_("Name a file, or - for standard input."))
        officer = self._officer(options["officer"]) if options["apply"] else None
        source = _source(options["file"])
        with transaction.atomic():
            run = stage_source(source=source, actor=officer)
            if options["issuer"]:
                name_issuer(run=run, body=body_called(options["issuer"]), officer=officer, by_command=True)
            run.refresh_from_db()
            records = records_of(run) if options["dry_run"] else []
            transaction.set_rollback(options["dry_run"])
        if officer:
            run = apply_run(run=run, officer=officer)
        self._print(run, records or records_of(run), options)

    def _print(self, run: SyncRun, records: list[Record], options: dict[str, Any]) -> None:
        rows = rows_as_json(records)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(_row_text(row))
        for name, count in run.counts.items():
            self.stdout.write(f"{_COUNTS[name]()}: {count}")
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was kept."))
        else:
            self.stdout.write(_("Run %(number)s: %(state)s.") % {"number": run.pk, "state": run.get_state_display()})

    def _undo(self, number: int, officer: AbstractBaseUser) -> None:
        run = SyncRun.objects.filter(pk=number).first()
        if run is None:
            raise CommandError(_("There is no run %(number)s.") % {"number": number})
        undo = undo_run(run=run, officer=officer)
        for name, count in undo.counts.items():
            self.stdout.write(f"{_COUNTS[name]()}: {count}")
        for record, why in left_alone(undo):
            self.stdout.write(f"  {record.name} ({record.award.code if record.award else '–'}): {why}")
        self.stdout.write(_("Run %(number)s was taken back by run %(undo)s.") % {"number": run.pk, "undo": undo.pk})


_COUNTS = {
    "accepted": lambda: _("accepted"),
    "doubtful": lambda: _("doubtful"),
    "rejected": lambda: _("rejected"),
    "absent": lambda: _("on record but not in the full list"),
    "recorded": lambda: _("awards recorded"),
    "linked": lambda: _("listings linked"),
    "withdrawn": lambda: _("awards withdrawn"),
    "unlinked": lambda: _("links ended"),
    "left": lambda: _("left alone"),
}


def _source(name: str) -> Source:
    if name.startswith(("https://", "http://")):
        return HttpSource(name)
    return AnnexSource(Path(name).name, _read(name))


def _read(name: str) -> bytes:
    """Read the file, but never more than an annex can have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": reason}) from error


def _row_text(row: dict[str, Any]) -> str:
    """Give one row as a line of a table: line, outcome, stars, name, maker, decision, days, reason."""
    stars = f"{row['stars']}★" if row["stars"] else "–"
    days = " → ".join(_day_text(row[name]) for name in ("valid_from", "valid_until"))
    parts = [f"{row['line']:>5}", f"{_COUNTS[row['outcome']]():<10}", f"{stars:<2}", f"{row['name'][:40]:<40}", f"{row['maker'][:36]:<36}"]
    found = f" [{row['matched']['because'] or row['matched']['award'] or row['matched']['supersedes']}]" if row["matched"] else ""
    return "  ".join([*parts, f"{row['decision']:<16}", days, row["reason"]]).rstrip() + found


def _day_text(day: str | None) -> str:
    """Write a day as Vietnamese papers do."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else "–"
