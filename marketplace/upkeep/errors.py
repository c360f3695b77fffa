"""What upkeep could not do."""


class UnableToBackUp(Exception):
    """No backup was written; the message says why."""


class UnableToRestore(Exception):
    """Nothing was restored; the message says why and what to do."""


class SampleDataFound(Exception):
    """A real shop's database holds the demo's data; the message says what and what to do."""
