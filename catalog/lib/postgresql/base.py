"""A connection on which a statement has failed is not given to the next request."""

from __future__ import annotations

from django.db.backends.postgresql.base import DatabaseWrapper as DjangoDatabaseWrapper


class DatabaseWrapper(DjangoDatabaseWrapper):
    """Django's own, for statements that are prepared.

    When a migration changes the type of a column, what was prepared before fails on its connection from then on ("cached plan must
    not change result type"). The connection still answers, so that Django would give it back to the pool, and the same request would
    fail for as long as it lives. Closed, it is replaced: old code survives a migration at the price of one failed request a
    connection.
    """

    def close_if_unusable_or_obsolete(self) -> None:
        """Close what failed, before anything else is asked of it; called by Django around each request and each job."""
        if self.connection is not None and self.errors_occurred and not self.in_atomic_block:
            self.connection.close()
        super().close_if_unusable_or_obsolete()
