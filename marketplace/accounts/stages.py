"""Steps between password and session."""

from __future__ import annotations

from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse


class EmailStage(EmailVerificationStage):
    """Asks for the e-mail's code, unless the person has only a number."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let people without an e-mail pass: the step for the number stands beside this one.

        There is no person where somebody signs up with a contact that is taken: the steps look the same, so that nobody learns so.
        """
        if not (self.login.user.email if self.login.user else self.login.email):
            return None, True
        response: tuple[HttpResponse | None, bool] = super().handle()
        return response
