"""`shubbak services …`."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from backend.domains.catalogue.loader import load_catalogue
from backend.domains.catalogue.lock import add_to_lock, lock_faults
from backend.domains.catalogue.rules import Catalogue, Workflow, check_answers
from backend.domains.catalogue.rules.drawing import drawing
from backend.domains.catalogue.rules.example import example
from backend.domains.catalogue.rules.form import Field, Form
from backend.domains.catalogue.rules.reading import FormatFault
from backend.domains.catalogue.rules.schema import answers_schema
from backend.domains.catalogue.rules.wording import word_keys, workflow_keys
from backend.domains.catalogue.rules.workflow import flaws
from backend.domains.identity.loader import load_roles
from backend.kernel.days import day_in_algiers
from backend.words import Words

LOCALES = Path(__file__).parents[2] / "locales"


@click.group()
def command() -> None:
    """The services of the counter, as their files describe them."""


@command.command("check")
def check() -> None:
    """Read every service and say what is wrong: format, lock, words, its example, and whether its workflow ends."""
    catalogue, words = _catalogue(), Words.load(LOCALES)
    faults = [
        *lock_faults(),
        *(fault for service in catalogue.services() for fault in _faults(service.form, words)),
        *(
            f"{service.code}: workflow: {fault}"
            for service in catalogue.services()
            for fault in _workflow_faults(service.workflow, words)
        ),
    ]
    if faults:
        raise click.ClickException("\n".join(faults))
    click.echo(f"{len(catalogue.codes())} services, all in order.")


def _faults(form: Form, words: Words) -> list[str]:
    today = _today()
    errors = check_answers(form, example(form, today=today), [], today=today).errors
    return [
        *(f"{form.code}: its example is refused, {path}: {code}" for path, code in errors.items()),
        *(
            f"{key}: no words in {lang}"
            for lang in ("ar", "fr")
            for key in word_keys(form)
            if not words.of(lang).has(key)
        ),
    ]


def _workflow_faults(workflow: Workflow, words: Words) -> list[str]:
    roles = load_roles()
    rights = frozenset().union(*(role.rights for role in roles.values()))
    told = {each.tell for each in workflow.escalations}
    return [
        *flaws(workflow),
        *(f"no role has the right {right}" for right in sorted(workflow.rights() - rights)),
        *(f"no role is called {role}" for role in sorted(told - set(roles))),
        *(
            f"{key}: no words in {lang}"
            for lang in ("ar", "fr")
            for key in workflow_keys(workflow)
            if not words.of(lang).has(key)
        ),
    ]


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.option("--lang", type=click.Choice(["ar", "fr"]), default="fr", help="The language of the titles.")
def list_services(as_json: bool, lang: str) -> None:
    """Show the code, version and title of every service."""
    words = Words.load(LOCALES).of(lang)
    rows = [
        {
            "code": service.code,
            "version": service.form.version,
            "versions": sorted(service.forms),
            "body": service.body,
            "title": words(f"{service.code}.title"),
        }
        for service in _catalogue().services()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['code']:<34} v{row['version']}  {row['title']}")


@command.command("show")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="The JSON Schema of its answers.")
@click.option("--lang", type=click.Choice(["ar", "fr"]), default="fr", help="The language of the words.")
def show(code: str, as_json: bool, lang: str) -> None:
    """Show the questions of a service, section by section."""
    form = _catalogue().service(code).form
    if as_json:
        click.echo(json.dumps(answers_schema(form), ensure_ascii=False, indent=2))
        return
    words = Words.load(LOCALES).of(lang)
    click.echo(f"{words(f'{code}.title')}\n{code}, version {form.version}")
    for step in form.steps:
        click.echo(f"\n{words(f'{code}.step.{step.id}')}")
        for field in step.fields:
            click.echo(_line(field, words(f"{code}.field.{field.id}.label"), "  "))
            for column in field.columns:
                click.echo(_line(column, words(f"{code}.field.{field.id}.{column.id}.label"), "    "))


@command.command("example")
@click.argument("code")
def print_example(code: str) -> None:
    """Print answers that this service accepts today, as JSON, without any file."""
    form = _catalogue().service(code).form
    click.echo(json.dumps(example(form, today=_today()), ensure_ascii=False, indent=2))


@command.command("draw")
@click.argument("code")
@click.option("--lang", type=click.Choice(["ar", "fr"]), default="fr", help="The language of the words.")
def draw(code: str, lang: str) -> None:
    """Print how the dossiers of a service move, as an SVG picture."""
    words, service = Words.load(LOCALES).of(lang), _catalogue().service(code)
    click.echo(
        drawing(
            service.workflow, lambda key: words(f"workflow.{key}"), rtl=words.dir == "rtl", title=words(f"{code}.title")
        )
    )


@command.command("lock")
def lock() -> None:
    """List the new forms in services.lock. From then on they never change."""
    _catalogue()
    for path in add_to_lock():
        click.echo(f"{path} is listed.")


def _line(field: Field, label: str, indent: str) -> str:
    marks = [field.kind, *([] if field.required else ["optional"]), *(["if asked"] if field.show else [])]
    return f"{indent}{field.id}: {label} ({', '.join(marks)})"


def _today() -> date:
    return day_in_algiers(datetime.now(UTC))


def _catalogue() -> Catalogue:
    try:
        return load_catalogue()
    except FormatFault as fault:
        raise click.ClickException(str(fault)) from None
