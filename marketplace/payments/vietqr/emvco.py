"""EMVCo merchant-presented QR strings (EMV QRCPS-MPM 1.1): two-digit ids, two-digit lengths, and a CRC at the end."""

from __future__ import annotations


def crc16(text: str) -> str:
    """Give the checksum of field 63: ISO/IEC 13239, polynomial 1021, start FFFF, four hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def field(number: str, value: str) -> str:
    """Write one field: id, length, value.

    Raises:
        ValueError: the value is empty, longer than 99, or not ASCII.
    """
    if not value or len(value) > 99 or not value.isascii():
        raise ValueError(f"Field {number} cannot hold {value!r}")
    return f"{number}{len(value):02d}{value}"


def sealed(*fields: str) -> str:
    """Join fields and add the checksum over all of them, its own id and length included."""
    body = "".join(fields) + "6304"
    return body + crc16(body)
