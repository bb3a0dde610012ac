"""Whether the program runs, and whether it can serve."""

from typing import Any

from litestar import Response, get

from backend.storage.counters import current_position


@get("/health/live", name="live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"live": "yes"}


@get("/health/ready", name="ready")
async def ready() -> Response[Any]:
    """The database answers too."""
    await current_position()
    return Response({"ready": "yes"}, headers={"Cache-Control": "no-store"})


routes = (live, ready)
