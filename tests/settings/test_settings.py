"""Settings come from the environment once, and a wrong value stops with a sentence that names its variable."""

from pathlib import Path

import pytest

from backend.settings import VARIABLES, Settings, SettingsError


def test_nothing_set_is_a_counter_on_this_machine() -> None:
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert (settings.data_dir, settings.key_dir) == (Path("var/data"), Path("var/keys"))
    assert settings.database_url == "sqlite:///var/data/shubbak.sqlite3"
    assert settings.languages == ("ar", "fr", "kab")
    assert (settings.worker_in_process, settings.demo, settings.tls) == (True, False, False)


def test_an_empty_variable_counts_as_absent() -> None:
    assert Settings.from_environment(dict.fromkeys(VARIABLES, "")) == Settings.from_environment({})


def test_the_database_lies_in_the_data_folder_unless_told_otherwise() -> None:
    assert of(SHUBBAK_DATA_DIR="/srv/shubbak").database_url == "sqlite:////srv/shubbak/shubbak.sqlite3"
    assert of(SHUBBAK_DATABASE_URL="postgresql://db/shubbak").database_url == "postgresql://db/shubbak"


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({"PORT": "9000"}, "http://localhost:9000"),
        ({"HOST": "0.0.0.0"}, "http://localhost:8000"),
        ({"HOST": "192.168.1.20", "SHUBBAK_TLS": "1"}, "https://192.168.1.20:8000"),
        ({"HOST": "fd00::1"}, "http://[fd00::1]:8000"),
        ({"SHUBBAK_PUBLIC_URL": "https://shubbak.example/"}, "https://shubbak.example"),
    ],
)
def test_the_public_address_follows_host_and_port(environ: dict[str, str], address: str) -> None:
    assert Settings.from_environment(environ).public_url == address


WRONG = [
    ("PORT", "http"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "٨٠٠٠"),
    ("PORT", "9" * 5000),
    ("SHUBBAK_PUBLIC_URL", "counter.example"),
    ("SHUBBAK_PUBLIC_URL", "https://counter.example/fr"),
    ("SHUBBAK_PUBLIC_URL", "https://me@counter.example"),
    ("SHUBBAK_PUBLIC_URL", "https://counter.example:port"),
    ("SHUBBAK_PUBLIC_URL", "ftp://counter.example"),
    ("SHUBBAK_DATA_DIR", __file__),
    ("SHUBBAK_KEY_DIR", "var/data/keys"),
    ("SHUBBAK_DATABASE_URL", "mysql://db/shubbak"),
    ("SHUBBAK_DATABASE_URL", "sqlite:///"),
    ("SHUBBAK_DATABASE_URL", "sqlite://var/data/shubbak.sqlite3"),
    ("SHUBBAK_LANGUAGES", "ar,en,fr"),
    ("SHUBBAK_LANGUAGES", "fr"),
    ("SHUBBAK_WORKER", "yes"),
    ("SHUBBAK_DEMO", "true"),
    ("SHUBBAK_TLS", "on"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_with_a_sentence_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_the_sentence_never_repeats_a_database_password() -> None:
    with pytest.raises(SettingsError) as stopped:
        of(SHUBBAK_DATABASE_URL="postgres:/shubbak:secret@db/x")
    assert "secret" not in str(stopped.value)


def of(**environ: str) -> Settings:
    return Settings.from_environment(environ)
