"""Wagtail's own database search over our products' names and texts: a yardstick for how well the search finds."""
