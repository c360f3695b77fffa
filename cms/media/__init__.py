"""Pictures: the one image model, its sizes, and which pictures a product shows."""
