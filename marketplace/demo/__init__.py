"""The demo shop: real facts, invented samples, drawn pictures."""
