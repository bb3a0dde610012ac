"""A Litestar handler that does nothing: what a page can be measured against."""

from litestar import Litestar, Response, get

BODY = b"x" * 12_000


@get("/")
async def bare() -> Response[bytes]:
    """As many bytes as a form page."""
    return Response(BODY, media_type="text/html")


def create_app() -> Litestar:
    return Litestar([bare], openapi_config=None)
