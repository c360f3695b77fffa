"""Links at the foot of every page."""
