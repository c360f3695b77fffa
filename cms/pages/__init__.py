"""Plain pages: about, stars, delivery, privacy, terms."""
