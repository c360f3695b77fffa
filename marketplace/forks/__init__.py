"""Rules of ours over Oscar."""
