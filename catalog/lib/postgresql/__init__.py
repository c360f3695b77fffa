"""Django's engine for PostgreSQL, with one rule more."""
