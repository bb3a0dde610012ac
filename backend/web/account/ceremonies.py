"""`/api/passkeys`, `/api/people`, `/api/sessions`: what a browser is asked to sign, and what it answers (WebAuthn)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from backend.domains.identity import operations, queries
from backend.domains.identity.operations.passkeys import SignedIn
from backend.domains.identity.ports import Credential, PasskeyCheck
from backend.domains.identity.rules import Purpose, Session, name_of_person
from backend.domains.sync.operations.returning import give_up
from backend.kernel.ids import uuid7
from backend.kernel.languages import LANGUAGES
from backend.kernel.refusal import Refusal
from backend.storage.sealing import Sealer
from backend.web.device.quota import Quotas, network
from backend.web.guards import cookie, fresh, now, refuse_forged, token_of, visitor
from backend.web.sent import AnyRequest

MAX_BODY = 32 * 1024


@runtime_checkable
class Passkeys(PasskeyCheck, Protocol):
    """Reads and asks: what a browser's `navigator.credentials` is given, as the JSON of its options."""

    def creation(self, challenge: bytes, person: UUID, name: str, known: Any = ()) -> dict[str, Any]: ...

    def request(self, challenge: bytes) -> dict[str, Any]: ...


@post("/api/passkeys/request", status_code=200, request_max_body_size=MAX_BODY)
async def request(
    request: AnyRequest, passkeys: NamedDependency[Passkeys], quotas: NamedDependency[Quotas]
) -> Response[Any]:
    """Asks whoever holds a passkey of ours to show it: to come in, or again, as whoever is signed in."""
    refuse_forged(request)
    quotas.admit(request)
    again = (await visitor(request)) if (await _sent(request)).get("again") is True else None
    purpose, person = (Purpose.PROVE, again.person) if again else (Purpose.SIGN_IN, None)
    return _said(passkeys.request(await operations.challenge(purpose=purpose, person=person, now=now())))


@post("/api/passkeys/creation", status_code=200, request_max_body_size=MAX_BODY)
async def creation(
    request: AnyRequest,
    passkeys: NamedDependency[Passkeys],
    sealer: NamedDependency[Sealer],
    quotas: NamedDependency[Quotas],
) -> Response[Any]:
    """Asks for a new passkey: of whoever is signed in, else of a person who is about to register as `name`."""
    refuse_forged(request)
    quotas.admit(request)
    sent, known = await _sent(request), await visitor(request)
    if known is not None and "name" not in sent:
        fresh(known)  # or a phone left open would make itself a key, and prove with that
        challenge = await operations.challenge(purpose=Purpose.ADD, person=known.person, now=now())
        name = await queries.name_of(known.person, sealer)
        return _said(passkeys.creation(challenge, known.person, name, await queries.passkeys(known.person, sealer)))
    person, name = uuid7(), name_of_person(_text(sent, "name"))
    challenge = await operations.challenge(purpose=Purpose.REGISTER, person=person, now=now())
    return _said(passkeys.creation(challenge, person, name))


@post("/api/people", status_code=201, request_max_body_size=MAX_BODY)
async def people(
    request: AnyRequest, passkeys: NamedDependency[Passkeys], sealer: NamedDependency[Sealer]
) -> Response[Any]:
    """A person registers with the passkey just made, and is signed in."""
    refuse_forged(request)
    sent = await _sent(request)
    lang = sent.get("lang")
    done = await operations.register(
        credential=_credential(sent),
        check=passkeys,
        sealer=sealer,
        name=_text(sent, "name"),
        passkey_name=_text(sent, "passkey"),
        lang=lang if lang in LANGUAGES else "ar",
        network=network(request),
        now=now(),
        instead_of=token_of(request),
    )
    return await _in(done, sealer)


@post("/api/sessions", status_code=201, request_max_body_size=MAX_BODY)
async def sessions(
    request: AnyRequest,
    passkeys: NamedDependency[Passkeys],
    sealer: NamedDependency[Sealer],
    quotas: NamedDependency[Quotas],
) -> Response[Any]:
    """Whoever showed a passkey is signed in; the browser's session before this one ends.

    Wrong ones are not counted: nobody guesses a signature, and by a count one visitor would shut out a whole hall.
    """
    refuse_forged(request)
    quotas.admit(request)
    credential = _credential(await _sent(request))
    done = await operations.sign_in(
        credential=credential, check=passkeys, sealer=sealer, now=now(), instead_of=token_of(request)
    )
    return await _in(done, sealer)


@post("/api/recoveries/request", status_code=200, request_max_body_size=MAX_BODY)
async def recovery_request(
    request: AnyRequest,
    passkeys: NamedDependency[Passkeys],
    sealer: NamedDependency[Sealer],
    quotas: NamedDependency[Quotas],
) -> Response[Any]:
    """Whoever holds a code from a counter is asked to make a passkey."""
    refuse_forged(request)
    quotas.admit(request)
    code = _text(await _sent(request), "code")
    person, challenge = await operations.begin_return(code=code, network=network(request), sealer=sealer, now=now())
    return _said(passkeys.creation(challenge, person, await queries.name_of(person, sealer)))


@post("/api/recoveries", status_code=201, request_max_body_size=MAX_BODY)
async def recoveries(
    request: AnyRequest, passkeys: NamedDependency[Passkeys], sealer: NamedDependency[Sealer]
) -> Response[Any]:
    """They are in again, with this passkey and no other."""
    refuse_forged(request)
    sent, at = await _sent(request), now()
    done = await operations.come_back(
        code=_text(sent, "code"),
        credential=_credential(sent),
        check=passkeys,
        sealer=sealer,
        passkey_name=_text(sent, "passkey"),
        network=network(request),
        now=at,
        give_up=lambda person: give_up(person, sealer=sealer, now=at),
        instead_of=token_of(request),
    )
    return await _in(done, sealer)


@post("/api/sessions/standing", status_code=200, request_max_body_size=MAX_BODY)
async def standing(request: AnyRequest) -> Response[Any]:
    """Who is signed in here, and whether a passkey was shown a moment ago: asked before a form goes."""
    refuse_forged(request)
    found = await visitor(request)
    return _said({"person": str(found.person) if found else None, "proved": found is not None and found.proved(now())})


@post("/api/sessions/proof", status_code=200, request_max_body_size=MAX_BODY)
async def proof(
    request: AnyRequest,
    session: NamedDependency[Session],
    passkeys: NamedDependency[Passkeys],
    sealer: NamedDependency[Sealer],
    quotas: NamedDependency[Quotas],
) -> Response[Any]:
    """Whoever is signed in shows a passkey again, before what must not be done from a phone left open."""
    refuse_forged(request)
    quotas.admit(request)
    credential = _credential(await _sent(request))
    await operations.prove(session=session, credential=credential, check=passkeys, sealer=sealer, now=now())
    return _said({})


@post("/api/passkeys", status_code=201, request_max_body_size=MAX_BODY)
async def add(
    request: AnyRequest,
    session: NamedDependency[Session],
    passkeys: NamedDependency[Passkeys],
    sealer: NamedDependency[Sealer],
) -> Response[Any]:
    """A further passkey of whoever is signed in. Refuses `session.stale`."""
    refuse_forged(request)
    fresh(session)
    sent = await _sent(request)
    await operations.add_passkey(
        person=session.person,
        credential=_credential(sent),
        check=passkeys,
        sealer=sealer,
        name=_text(sent, "passkey"),
        now=now(),
    )
    return _said({}, status=201)


async def _in(done: SignedIn, sealer: Sealer) -> Response[Any]:
    name = await queries.name_of(done.person, sealer)
    return _said({"person": str(done.person), "name": name}, status=201, cookies=[cookie(done.token)])


async def _sent(request: AnyRequest) -> Mapping[str, Any]:
    if request.content_type[0] != "application/json":  # no form of another site can send it
        raise Refusal("body.not_json")
    try:
        sent = msgspec.json.decode(await request.body())
    except (ValueError, RecursionError):
        raise Refusal("body.malformed") from None
    if not isinstance(sent, dict):
        raise Refusal("body.malformed")
    return sent


def _credential(sent: Mapping[str, Any]) -> Credential:
    credential = sent.get("credential")
    if not isinstance(credential, dict):
        raise Refusal("passkey.malformed")
    return credential


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str):
        raise Refusal("body.malformed")
    return value


def _said(content: Any, *, status: int = 200, cookies: list[Cookie] | None = None) -> Response[Any]:
    return Response(
        content,
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
        cookies=cookies,
    )


routes = (request, creation, people, sessions, recovery_request, recoveries, standing, proof, add)
