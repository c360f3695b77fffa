"""`manage.py appoint_officer EMAIL DUTY [--place CODE] [--end]`: give a person a duty, or take it back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.places.models import Place
from marketplace.accounts.errors import UnableToChangeRole
from marketplace.accounts.models import Appointment, User
from marketplace.accounts.services import appoint_officer, dismiss_officer


class Command(BaseCommand):
    """Appoint or dismiss an officer; the audit log keeps it."""

    help = "Give a person a duty of the department, everywhere or within a place, or take it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read person, duty and place."""
        parser.add_argument("email", help="e-mail of the person's account")
        parser.add_argument("duty", choices=Appointment.Duty.values)
        parser.add_argument("--place", default="", help="official code of the province or commune within which; none: everywhere")
        parser.add_argument("--end", action="store_true", help="take the duty back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint or dismiss.

        Raises:
            CommandError: nobody has that e-mail, no place has that code, or there is no such duty to take back.
        """
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody has the e-mail {options['email']}")
        place = Place.objects.filter(code=options["place"], valid_to=None).first() if options["place"] else None
        if options["place"] and place is None:
            raise CommandError(f"No place of today has the code {options['place']}")
        if not options["end"]:
            appoint_officer(user=user, duty=options["duty"], place=place, by=None)
            return
        try:
            dismiss_officer(user=user, duty=options["duty"], place=place, by=None)
        except UnableToChangeRole as error:
            raise CommandError(str(error)) from error
