"""QR codes: 4 modules of quiet zone, level M, dark on white whatever the page around them does."""

from io import BytesIO

import segno

QUIET_ZONE = 4
_DOTS = 8


def qr_png(text: str) -> bytes:
    """A black and white picture, eight dots a module: sharp when printed at any size."""
    out = BytesIO()
    _code(text).save(out, kind="png", scale=_DOTS, border=QUIET_ZONE)
    return out.getvalue()


def qr_svg(text: str, *, title: str) -> str:
    """The same as an inline `<svg>` with its title, for a page whose policy allows no `data:` pictures."""
    code = _code(text)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    svg: str = code.svg_inline(
        scale=1, border=QUIET_ZONE, light="#fff", omitsize=True, title=title, svgclass="qr", lineclass=None
    )
    return svg.replace("<svg ", f'<svg role="img" data-modules="{side}" ', 1)


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", boost_error=False)
