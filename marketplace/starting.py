"""How a web process starts, or does not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from marketplace.settings.env import ConfigurationError
from marketplace.upkeep.errors import SampleDataFound

Application = TypeVar("Application")
# gunicorn takes this code as "cannot boot" and stops, instead of starting the worker again and again.
CANNOT_BOOT = 3


def start(make_application: Callable[[], Application]) -> Application:
    """Make the application, or end the process with one line that says what is set wrongly."""
    try:
        application = make_application()
        # Only now are the models there.
        from marketplace.upkeep.samples import refuse_samples

        refuse_samples()
    except (ConfigurationError, SampleDataFound) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(CANNOT_BOOT) from error
    return application
