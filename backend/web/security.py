"""Headers of every answer."""

from collections.abc import Mapping

from litestar.types import HTTPResponseStartEvent, Message, Scope

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SILENT = ("/V/", "/r/", "/verify")
"""Addresses that hold a receipt: no other page learns that somebody came from there."""


async def secure(message: Message, scope: Scope) -> None:
    """Litestar's `before_send`: adds the headers to every answer, refusals and missing pages included."""
    if message["type"] != "http.response.start":
        return
    path = scope.get("path", "")
    silent = path.startswith(_SILENT) or path.endswith("/verify")
    add_headers(message, HEADERS | {"Referrer-Policy": "no-referrer"} if silent else HEADERS)


def add_headers(message: HTTPResponseStartEvent, headers: Mapping[str, str]) -> None:
    """Adds to an answer what it does not say already. Litestar's own looks through all of them for each."""
    told = {name for name, _ in message["headers"]}
    lines = ((name.lower().encode(), value.encode()) for name, value in headers.items())
    message["headers"] = [*message["headers"], *(line for line in lines if line[0] not in told)]
