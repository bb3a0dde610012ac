"""Short messages, by whatever gateway an operator has: its address, and the body it wants, come from the settings."""

from __future__ import annotations

import json

from backend.adapters.calling import status_of
from backend.domains.notices.ports import NotSent
from backend.domains.notices.rules import Message


class Sms:
    """`template`: the JSON body that the gateway wants, with the texts `{to}`, `{text}` and `{id}` in it anywhere."""

    def __init__(self, url: str, template: str, token: str) -> None:
        self._url, self._template, self._token = url, json.loads(template), token

    async def send(self, address: str, message: Message) -> None:
        """Raises `NotSent`: `sms.refused`, `sms.unreachable`.

        Neither is for good: a gateway answers alike to a wrong number and to a wrong setting of ours.
        """
        filled = _filled(self._template, {"{to}": address, "{text}": message.text, "{id}": str(message.id)})
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message.id)}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        status = await status_of(self._url, json.dumps(filled, ensure_ascii=False).encode(), headers)
        if status is None:
            raise NotSent("sms.unreachable")
        if not 200 <= status < 300:
            raise NotSent("sms.refused")


def _filled(template: object, values: dict[str, str]) -> object:
    if isinstance(template, dict):
        return {key: _filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(each, values) for each in template]
    if isinstance(template, str):
        for name, value in values.items():
            template = template.replace(name, value)
    return template
