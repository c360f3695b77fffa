"""Text messages behind one Protocol: a console in development, nothing yet in production."""

from __future__ import annotations

import logging
from typing import ClassVar, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)


class UnableToSendSms(Exception):
    """No gateway takes text messages; trying again does not help until the operator sets one."""


class SmsSender(Protocol):
    """Sends one text message to a number in E.164 form."""

    def send(self, phone: str, text: str) -> None:
        """Send it.

        Raises:
            UnableToSendSms: it could not be handed over.
        """
        ...


class ConsoleSms:
    """Prints messages on the console; production refuses to start with it."""

    def send(self, phone: str, text: str) -> None:
        """Print it, with the number cut so that a log never holds one."""
        logger.warning("SMS to …%s: %s", phone[-3:], text)


class NoSms:
    """Takes nothing: sign-in by number stays closed until there is a gateway."""

    def send(self, phone: str, text: str) -> None:
        """Refuse.

        Raises:
            UnableToSendSms: always.
        """
        raise UnableToSendSms("No SMS gateway is set (CHO_SAO_SMS_GATEWAY)")


class KeptSms:
    """Keeps messages in memory: the tests' gateway."""

    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: str, text: str) -> None:
        """Keep it."""
        self.sent.append((phone, text))


_SENDERS: dict[str, type[ConsoleSms] | type[NoSms] | type[KeptSms]] = {"console": ConsoleSms, "off": NoSms, "kept": KeptSms}


def sms_sender() -> SmsSender:
    """Give the sender that the settings name."""
    return _SENDERS[settings.SMS_GATEWAY]()
