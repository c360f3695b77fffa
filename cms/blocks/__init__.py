"""Blocks that pages are made of, one template each."""
