"""What can go wrong with payments."""


class UnknownMethod(Exception):
    """The shop does not offer that way to pay; trying again does not help."""


class CardsUnavailable(Exception):
    """The card provider did not answer or refused; nothing was charged by this call, and trying again may help."""


class ForgedMessage(Exception):
    """A message that claims to come from the card provider is not signed by it; nothing was written."""


class PaidByHand(Exception):
    """This kind of refund leaves by a bank transfer that officers prepare and release."""


class UnreadableStatement(Exception):
    """A bank statement cannot be read; the message says what is wrong with it. Nothing was written."""
