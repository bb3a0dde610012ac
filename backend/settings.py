"""Everything that may differ between two installations, read from the environment once (see `docs/settings.md`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from backend.kernel.languages import LANGUAGES

VARIABLES = (
    "HOST",
    "PORT",
    "SHUBBAK_PUBLIC_URL",
    "SHUBBAK_DATA_DIR",
    "SHUBBAK_KEY_DIR",
    "SHUBBAK_DATABASE_URL",
    "SHUBBAK_LANGUAGES",
    "SHUBBAK_WORKER",
    "SHUBBAK_DEMO",
    "SHUBBAK_TLS",
    "SHUBBAK_SMTP_URL",
    "SHUBBAK_MAIL_FROM",
    "SHUBBAK_SMS_URL",
    "SHUBBAK_SMS_TEMPLATE",
    "SHUBBAK_SMS_TOKEN",
    "SHUBBAK_PUSH_HOSTS",
)
PUSH_HOSTS = "fcm.googleapis.com updates.push.services.mozilla.com *.push.apple.com *.notify.windows.com"
"""The push services of the browsers of the day."""
_EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class SettingsError(Exception):
    """A sentence that names the variable, says what it holds and what is expected."""


@dataclass(frozen=True)
class Settings:
    """One installation. Relative paths are under the folder the program was started in."""

    host: str
    port: int
    public_url: str
    data_dir: Path
    key_dir: Path
    database_url: str
    languages: tuple[str, ...]
    worker_in_process: bool
    demo: bool
    tls: bool
    smtp: str
    mail_from: str
    sms_url: str
    sms_template: str
    sms_token: str
    push_hosts: tuple[str, ...]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings that `environ` asks for; `SettingsError` for a value that cannot be meant."""
        read = _Reader(environ)
        host = read.text("HOST", "127.0.0.1")
        port = read.port("PORT", 8000)
        tls = read.switch("SHUBBAK_TLS")
        data_dir = read.folder("SHUBBAK_DATA_DIR", "var/data")
        key_dir = read.folder("SHUBBAK_KEY_DIR", "var/keys")
        if key_dir.resolve().is_relative_to(data_dir.resolve()):
            raise SettingsError(
                f"SHUBBAK_KEY_DIR is {key_dir}, inside SHUBBAK_DATA_DIR ({data_dir}): a copy of the data would hold "
                "the keys that open it. Choose a folder outside."
            )
        return cls(
            host=host,
            port=port,
            public_url=read.origin("SHUBBAK_PUBLIC_URL", _address(host, port, tls)),
            data_dir=data_dir,
            key_dir=key_dir,
            database_url=read.database("SHUBBAK_DATABASE_URL", f"sqlite:///{data_dir}/shubbak.sqlite3"),
            languages=read.languages("SHUBBAK_LANGUAGES"),
            worker_in_process=read.choice("SHUBBAK_WORKER", ("in-process", "separate")) == "in-process",
            demo=read.switch("SHUBBAK_DEMO"),
            tls=tls,
            smtp=read.smtp("SHUBBAK_SMTP_URL"),
            mail_from=read.text("SHUBBAK_MAIL_FROM", f"Shubbak <noreply@{host}>"),
            sms_url=read.origin_with_path("SHUBBAK_SMS_URL"),
            sms_template=read.json("SHUBBAK_SMS_TEMPLATE", '{"to": "{to}", "text": "{text}", "id": "{id}"}'),
            sms_token=read.text("SHUBBAK_SMS_TOKEN", ""),
            push_hosts=tuple(read.text("SHUBBAK_PUSH_HOSTS", PUSH_HOSTS).split()),
        )


def _address(host: str, port: int, tls: bool) -> str:
    name = "localhost" if host in _EVERY_ADDRESS | _LOOPBACK else f"[{host}]" if ":" in host else host
    return f"{'https' if tls else 'http'}://{name}:{port}"


class _Reader:
    """Reads one variable at a time; an empty variable counts as absent."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def folder(self, name: str, default: str) -> Path:
        folder = Path(self.text(name, default)).expanduser()
        if folder.exists() and not folder.is_dir():
            raise SettingsError(f"{name} is {folder}, which is not a folder.")
        return folder

    def port(self, name: str, default: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
            raise SettingsError(f"{name} is {text!r}; a port from 1 to 65535 is expected.")
        return int(text)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name, allowed[0])
        if text not in allowed:
            raise SettingsError(f"{name} is {text!r}; {' or '.join(allowed)} is expected.")
        return text

    def switch(self, name: str) -> bool:
        return self.choice(name, ("0", "1")) == "1"

    def origin(self, name: str, default: str) -> str:
        text = self.text(name, default).rstrip("/")
        problem = SettingsError(f"{name} is {text!r}; an address such as https://counter.example is expected, no path.")
        try:
            parts = urlsplit(text)
            known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            raise problem from None
        if not known or text != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
            raise problem
        return text

    def smtp(self, name: str) -> str:
        text = self.text(name, "")
        if text and (urlsplit(text).scheme not in {"smtp", "smtps"} or not urlsplit(text).hostname):
            # The value is not repeated: it may hold a password.
            raise SettingsError(
                f"{name} must be smtp://USER:PASSWORD@HOST:PORT or smtps://…; left out, no mail is sent."
            )
        return text

    def origin_with_path(self, name: str) -> str:
        text = self.text(name, "")
        if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname):
            raise SettingsError(f"{name} is {text!r}; an address such as https://gateway.example/send is expected.")
        return text

    def json(self, name: str, default: str) -> str:
        text = self.text(name, default)
        try:
            json.loads(text)
        except ValueError:
            raise SettingsError(f"{name} is no JSON: {text!r}.") from None
        return text

    def database(self, name: str, default: str) -> str:
        text = self.text(name, default)
        scheme, separator, rest = text.partition("://")
        if not separator or scheme not in {"sqlite", "postgresql"} or not rest.strip("/"):
            # The value is not repeated: it may hold a password.
            raise SettingsError(f"{name} must be sqlite:///PATH or postgresql://USER@HOST/NAME.")
        if scheme == "sqlite" and not rest.startswith("/"):
            raise SettingsError(f"{name} is {text!r}; three slashes come before a SQLite path: sqlite:///{rest}.")
        return text

    def languages(self, name: str) -> tuple[str, ...]:
        text = self.text(name, ",".join(LANGUAGES))
        asked = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        unknown = [lang for lang in asked if lang not in LANGUAGES]
        if unknown or not {"ar", "fr"} <= set(asked):
            raise SettingsError(f"{name} is {text!r}; a list out of {', '.join(LANGUAGES)} with ar and fr is expected.")
        return asked
