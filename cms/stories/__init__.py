"""Stories of producers."""
