"""The marketplace as it is measured."""
