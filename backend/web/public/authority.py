"""The certificate of this machine's own authority, for phones on its network."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from backend.settings import Settings


@get("/authority.crt", name="authority")
async def authority(settings: NamedDependency[Settings]) -> Response[bytes]:
    """The certificate to install; there is none where a public authority vouches for the server."""
    path = settings.key_dir / "tls" / "authority.crt"
    if not settings.tls or not path.exists():
        raise NotFoundException(detail="no local authority")
    return Response(path.read_bytes(), media_type="application/x-x509-ca-cert")


routes = (authority,)
