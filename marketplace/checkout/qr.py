"""The picture of a VietQR code."""

from __future__ import annotations

import io

import segno

from marketplace.payments.gateway import Transfer

_FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">
<rect width="{width}" height="{height}" fill="#fff"/><g transform="translate(0 {top})">{code}</g>{words}</svg>"""
_WORDS = '<text x="{x}" y="{y}" font-family="system-ui, sans-serif" font-weight="700" font-size="3.1" text-anchor="middle" fill="#a3241d">{text}</text>'
SAMPLE = "MẪU, không chuyển tiền"


def vietqr_svg(transfer: Transfer) -> str:
    """Draw the code, error correction M; a sample says so above and below, in the picture itself."""
    code = segno.make_qr(transfer.qr, error="m")
    buffer = io.BytesIO()
    code.save(buffer, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=False, svgclass=None, lineclass=None)
    width, _height = code.symbol_size(border=4)
    margin = 5 if transfer.is_sample else 0
    height = width + 2 * margin
    words = ""
    if transfer.is_sample:
        words = "".join(_WORDS.format(x=width / 2, y=y, text=SAMPLE) for y in (4.6, height - 2))
    label = SAMPLE if transfer.is_sample else "VietQR"
    return _FRAME.format(width=width, height=height, label=label, top=margin, code=buffer.getvalue().decode(), words=words)
