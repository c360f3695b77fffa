"""`manage.py erase_person [--phone NUMBER] [--email ADDRESS] --officer ADDRESS`: erase all personal data of one person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import User
from marketplace.accounts.phones import parse_mobile
from marketplace.privacy.errors import NotAllowed, NothingToErase, StillNeeded
from marketplace.privacy.services import erase_person


class Command(BaseCommand):
    """Erase a person on their demand; orders keep their amounts."""

    help = "Erase all personal data of one person; orders keep their amounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read number, address and the officer who acts."""
        parser.add_argument("--phone", default="", help="mobile number, as people write it")
        parser.add_argument("--email", default="", help="e-mail address")
        parser.add_argument("--officer", required=True, help="e-mail of the officer who acts, with the duty to verify")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how much.

        Raises:
            CommandError: nobody found, a parcel is on its way, the number cannot be read, or the officer may not.
        """
        phone = parse_mobile(options["phone"]) or ""
        if options["phone"] and not phone:
            raise CommandError("This is not a mobile number")
        officer = User.objects.filter(email__iexact=options["officer"]).first()
        if officer is None:
            raise CommandError(f"Nobody has the e-mail {options['officer']}")
        try:
            erased = erase_person(phone=phone, email=options["email"], officer=officer)
        except NotAllowed as error:
            raise CommandError(f"{options['officer']} does not hold the duty to verify") from error
        except NothingToErase as error:
            raise CommandError("Nobody is known by that number or address") from error
        except StillNeeded as error:
            raise CommandError("A parcel of this person has not been delivered yet; try again afterwards") from error
        self.stdout.write(f"Erased: {erased.orders} orders' contacts, {erased.accounts} accounts")
