"""The dated rules that the demo needs, the same that a production shop loads."""

from catalog.certification.rules import load_certification_rules
from catalog.products.rules import load_vat_rates


def load() -> None:
    """Load them from the catalogue's own data files."""
    load_certification_rules()
    load_vat_rates()
