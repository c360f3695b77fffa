"""What search engines read of a product: schema.org's Product and BreadcrumbList."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from catalog.certification.badges import valid_until
from catalog.certification.models import Award
from catalog.certification.selectors import verification_url
from catalog.products.cards import Availability
from catalog.products.pages import ProductPage

_AVAILABILITY: dict[Availability, str] = {
    "in_stock": "https://schema.org/InStock",
    "sold_out": "https://schema.org/SoldOut",
    "out_of_season": "https://schema.org/OutOfStock",
    "not_for_sale": "https://schema.org/Discontinued",
}


def _full(url: str) -> str:
    return url if "://" in url else settings.BASE_URL + url


def _offer(page: ProductPage) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": _full(page.card.url),
        "price": str(int(page.offer.price or 0)),
        "priceCurrency": "VND",
        "availability": _AVAILABILITY[page.card.availability],
        "seller": {"@type": "Organization", "name": page.seller.name},
    }


def _certification(award: Award) -> dict[str, Any]:
    """Give the recognition as schema.org's Certification; `expires` is the last day with the stars."""
    body = award.decision.issuing_body
    return {
        "@type": "Certification",
        "name": f"OCOP {award.stars} sao (mẫu)" if award.decision.is_sample else f"OCOP {award.stars} sao",
        "certificationIdentification": award.decision.number,
        "issuedBy": {"@type": "GovernmentOrganization", "name": body.name_vi},
        "certificationStatus": "https://schema.org/CertificationActive",
        "validFrom": award.starts_on.isoformat(),
        "expires": valid_until(award.lapses_on).isoformat(),
        "url": _full(verification_url(award.code)),
        "certificationRating": {"@type": "Rating", "ratingValue": award.stars, "bestRating": 5},
    }


def product_data(page: ProductPage) -> dict[str, Any]:
    """Give the product as schema.org has it; an offer only where there is a price, stars only while a badge is in force."""
    data: dict[str, Any] = {
        "@type": "Product",
        "name": page.text.title,
        "description": page.text.summary or page.text.description,
        "url": _full(page.card.url),
        "image": [_full(picture.src) for picture in page.pictures],
        "category": page.group.name,
    }
    if page.maker:
        data["manufacturer"] = {"@type": "Organization", "name": page.maker.name, "url": _full(page.maker.url)}
    if page.offer.price is not None:
        data["offers"] = _offer(page)
    if page.badge:
        data["award"] = f"OCOP {page.badge.stars} sao, {page.badge.decision_number}"
    if page.award:
        data["hasCertification"] = _certification(page.award)
    return {key: value for key, value in data.items() if value}
