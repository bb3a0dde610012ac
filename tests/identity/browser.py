"""A browser before the account's addresses: it keeps its cookie and says where its requests come from."""

from __future__ import annotations

from typing import Any, cast

from httpx import Response
from litestar.testing import AsyncTestClient

from backend.storage.database import fetch, tx
from tests.front import PUBLIC_URL
from tests.identity.authenticator import Authenticator

COOKIE = "__Host-shubbak"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC_URL}


class Browser:
    """`token`: what its cookie holds."""

    def __init__(self, counter: AsyncTestClient[Any], token: str | None = None) -> None:
        self.counter = counter
        self.token = token

    async def asks(self, path: str, sent: Any = None, **headers: str) -> Response:
        """POSTs JSON to one of the addresses under /api."""
        return await self._sends("POST", f"/api/{path}", headers, json={} if sent is None else sent)

    async def opens(self, path: str) -> Response:
        return await self._sends("GET", path, {})

    async def presses(self, path: str, **fields: str | list[str]) -> Response:
        """Sends a form of one of our pages."""
        return await self._sends("POST", path, {}, data=fields)

    async def registers(self, name: str = "Salem Bouzid", with_: Authenticator | None = None) -> Authenticator:
        """A new person with a first passkey, signed in here."""
        passkey = with_ or Authenticator()
        options = (await self.asks("passkeys/creation", {"name": name})).json()
        done = await self.asks("people", self.registration(passkey.create(options), name))
        assert done.status_code == 201, done.text
        return passkey

    def registration(self, credential: dict[str, Any], name: str = "Salem Bouzid") -> dict[str, Any]:
        return {"credential": credential, "name": name, "passkey": "Mon téléphone", "lang": "fr"}

    async def comes_in(self, passkey: Authenticator, **changed: str) -> Response:
        """Signs in with a passkey; `changed` replaces parts of what it answers."""
        options = (await self.asks("passkeys/request")).json()
        return await self.asks("sessions", {"credential": passkey.show(options, **changed)})

    def database(self, sql: str, *args: Any) -> list[dict[str, Any]]:
        """One statement on the server's database, in the server's own thread."""
        return cast("list[dict[str, Any]]", self.counter.blocking_portal.call(_stated, sql, *args))

    async def _sends(self, method: str, path: str, headers: dict[str, str], **content: Any) -> Response:
        # by hand: a client shared by several browsers must not mix their cookies
        self.counter.cookies.clear()
        cookie = {"Cookie": f"{COOKIE}={self.token}"} if self.token else {}
        sent = OWN | cookie | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value != "none sent"}
        answer = await self.counter.request(method, path, headers=sent, follow_redirects=False, **content)
        if COOKIE in answer.cookies or f"{COOKIE}=" in answer.headers.get("set-cookie", ""):
            self.token = answer.cookies.get(COOKIE) or None
        self.counter.cookies.clear()
        return answer


@tx
async def _stated(sql: str, *args: Any) -> list[dict[str, Any]]:
    return await fetch(sql, *args)
