"""Journeys of a visitor through the running demo shop, in a browser."""
