"""Whether the program runs, and whether it can serve."""

from typing import Any

from litestar import HttpMethod, Response, route

from backend.storage.counters import current_position

METHODS = [HttpMethod.GET, HttpMethod.HEAD]  # some monitors ask without wanting the body


@route("/health/live", http_method=METHODS, name="live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"live": "yes"}


@route("/health/ready", http_method=METHODS, name="ready")
async def ready() -> Response[Any]:
    """The database answers too."""
    await current_position()
    return Response({"ready": "yes"}, headers={"Cache-Control": "no-store"})


routes = (live, ready)
