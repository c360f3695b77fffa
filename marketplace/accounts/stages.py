"""Steps between password and session."""

from __future__ import annotations

from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse


class EmailStage(EmailVerificationStage):
    """Asks for the e-mail's code, unless the person has only a number."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let people without an e-mail pass: the step for the number stands beside this one."""
        if not self.login.user.email:
            return None, True
        response: tuple[HttpResponse | None, bool] = super().handle()
        return response
