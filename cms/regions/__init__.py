"""Pages of regions and their specialties."""
