"""Refunds that no provider can send back: by bank transfer, to an account that the buyer gives."""
