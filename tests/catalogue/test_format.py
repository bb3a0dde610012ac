"""A service file that is wrong says which file, which key and what is expected there."""

import shutil
import tomllib
from pathlib import Path

import pytest

from backend.domains.catalogue.loader import SERVICES, load_catalogue
from backend.domains.catalogue.lock import add_to_lock, lock_faults
from backend.domains.catalogue.rules.reading import FormatFault
from backend.domains.catalogue.rules.workflow import flaws
from backend.domains.catalogue.rules.workflow_format import read_workflow
from backend.kernel.refusal import Refusal
from tests.catalogue.forms import SMALL, small_form


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 3", 'minutes = "3"', "minutes: expected a whole number"),
        ("minutes = 3", "minutes = -3", "minutes: expected a whole number"),
        ("minutes = 3", "", "minutes: expected a whole number"),
        ('pictogram = "rain"', "", "pictogram: expected a text"),
        ('filers = ["worker"]', 'filers = ["robot"]', "filers: expected each once, among employer, worker, citizen"),
        ('legal = ["some_law"]', 'legal = "some_law"', "legal: expected a list of texts"),
        ('legal = ["some_law"]', 'legal = ["a", "a"]', "legal: expected each text once"),
        ("minutes = 3", 'minutes = 3\nanonymous = "no"', "anonymous: expected true or false"),
        ("minutes = 3", "minutes = 3\nprice = 3", "price: expected no such key; the keys here are"),
        ('depositor = "name"', 'depositor = "nobody"', "depositor: expected the id of a field"),
        ('wilaya = "wilaya"', 'wilaya = "name"', "wilaya: expected the id of a field of kind wilaya"),
        ('object = ["name"]', 'object = ["people"]', "object: expected ids of plain fields, not 'people'"),
        ('field = "proof" }', 'field = "name" }', "documents.1.field: expected the id of a file field"),
        ('unit = "days", start', 'unit = "weeks", start', "time_limit.unit: expected one of hours, days, months"),
        ('start = "began_on"', 'start = "name"', "time_limit.start: expected a rule of type date, not text"),
        ('unit = "days" }', 'unit = "hours" }', "answer_limit.unit: expected one of days, months"),
        ('id = "second"', 'id = "first"', "steps.2.id: expected an id that no other step or field has"),
        ('id = "second"', 'id = "Second"', "steps.2.id: expected lower-case letters"),
        ('show = "more"', 'show = "name"', "steps.2.show: expected a rule of type bool, not text"),
        ('show = "more"', 'show = "people"', "steps.2.show: expected the id of a field asked before, not 'people'"),
        (
            'id = "name", kind = "text"',
            'id = "today", kind = "text"',
            "steps.1.fields.1.id: expected an id that no other",
        ),
        ('kind = "text", max = 20', 'kind = "words"', "steps.1.fields.1.kind: expected one of text, long_text"),
        ('kind = "text", max = 20', 'kind = "text", max = "20"', "steps.1.fields.1.max: expected a whole number"),
        ('kind = "text", max = 20', 'kind = "text", style = "loud"', "steps.1.fields.1.style: expected one of tiles"),
        ('kind = "text", max = 20', 'kind = "text", options = ["a"]', "steps.1.fields.1.options: expected no such key"),
        ('max = "today"', 'max = "tomorrow"', "steps.1.fields.3.max: expected the id of a field asked before"),
        ('max = "today"', 'max = "12"', "steps.1.fields.3.max: expected a rule of type date, not num"),
        ('["sat", "sun", "mon"]', '["sat"]', "steps.1.fields.4.options: expected two options or more"),
        ('kind = "name_ar"', 'kind = "file"', "steps.2.fields.1.columns.1.kind: expected one of text"),
        ('"hours > 8"', '"hours > name"', "steps.2.fields.1.columns.3.show: expected two values of one type"),
        ('instead = "people_list"', 'instead = "name"', "people.instead: expected the id of a file field"),
        ('accept = "photo"', 'accept = "sound"', "steps.2.fields.3.accept: expected one of photo, document"),
        ("min = 2, max = 3, max_size", "max = 8, max_size", "steps: expected file fields of at most 8 files together"),
        ('each = "people"', 'each = "name"', "rules.1.each: expected the id of a table"),
        ('at = "hours"', 'at = "name_of"', "rules.1.at: expected the id of the field, or of the row's column"),
        ('holds = "hours != 0"', "", "rules.1.holds: expected a rule"),
        ('documents = [{ id = "proof", field = "proof" }]', "documents = 3", "documents: expected a list of tables"),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(FormatFault) as fault:
        small_form((old, new))
    assert said in str(fault.value)


def test_a_form_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatFault, match="steps: expected one step or more"):
        load_catalogue(shelf(tmp_path, "minutes = 3\n"))


def test_the_loader_names_the_file(tmp_path: Path) -> None:
    root = shelf(tmp_path, SMALL.replace("minutes = 3", "minutes = 'three'"))
    with pytest.raises(FormatFault) as fault:
        load_catalogue(root)
    assert str(fault.value).startswith(f"{root}/ministry/small/form.v1.toml: minutes: expected")


def test_text_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FormatFault, match=r"form.v1.toml: line: expected TOML that can be read .*line 1"):
        load_catalogue(shelf(tmp_path, "minutes = = 3"))


def test_names_of_files_and_folders_are_checked(tmp_path: Path) -> None:
    root = shelf(tmp_path, SMALL)
    (root / "ministry" / "small" / "form.v01.toml").write_text(SMALL)
    with pytest.raises(FormatFault, match=r"a name like form.v1.toml"):
        load_catalogue(root)
    (root / "ministry" / "small" / "form.v01.toml").unlink()
    (root / "ministry" / "empty").mkdir()
    with pytest.raises(FormatFault, match="the first form of the service"):
        load_catalogue(root)
    (root / "ministry" / "empty").rmdir()
    (root / "ministry").rename(root / "elsewhere")
    with pytest.raises(FormatFault, match="a folder named after a body"):
        load_catalogue(root)


def test_versions_live_side_by_side_and_the_newest_is_filled(tmp_path: Path) -> None:
    root = shelf(tmp_path, SMALL)
    (root / "ministry" / "small" / "form.v2.toml").write_text(SMALL.replace("minutes = 3", "minutes = 4"))
    catalogue = load_catalogue(root)
    assert catalogue.service("ministry.small").form.minutes == 4
    assert catalogue.form("ministry.small", 1).minutes == 3
    for code, version, refusal in (("ministry.small", 3, "service.version_unknown"), ("x.y", 1, "service.unknown")):
        with pytest.raises(Refusal) as refused:
            catalogue.form(code, version)
        assert refused.value.code == refusal


def test_a_service_may_bring_its_own_workflow(tmp_path: Path) -> None:
    root = shelf(tmp_path, SMALL)
    shared = load_catalogue(root).service("ministry.small").workflow
    assert (shared.start, shared.version) == ("filed", 2)
    own = "version = 2\nstates = [{ id = 'filed', awaits = 'body' }, { id = 'closed' }]\n"
    own += (
        "acts = [{ id = 'close', by = ['dossier.work'], from = ['filed'], to = 'closed', effect = 'small.closed' }]\n"
    )
    (root / "ministry" / "small" / "workflow.toml").write_text(own)
    workflow = load_catalogue(root).service("ministry.small").workflow
    act = workflow.act("close", "filed")
    assert act is not None
    assert (act.to, act.effect) == ("closed", "small.closed")
    assert workflow.act("close", "closed") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 1", "states: expected one state or more"),
        ("version = 1\nstates = [{ id = 'a' }, { id = 'a' }]", "states: expected each state once"),
        (
            "version = 1\nstates = [{ id = 'a' }]\nacts = [{ id = 'b', by = ['filer'], from = ['c'], to = 'a' }]",
            "acts.1.from: expected each once, among a",
        ),
        (
            "version = 1\nstates = [{ id = 'a' }]\nacts = [{ id = 'b', by = [], from = ['a'], to = 'a' }]",
            "acts.1.from: expected one state or more to start from",
        ),
    ],
)
def test_a_wrong_workflow_is_named(text: str, said: str) -> None:
    with pytest.raises(FormatFault) as fault:
        read_workflow(tomllib.loads(text))
    assert said in str(fault.value)


ANSWERED = """
version = 1
states = [{ id = "filed", awaits = "body" }, { id = "answered" }]
acts = [{ id = "answer", by = ["dossier.work"], from = ["filed"], to = "answered", wants = ["text", "cause"] }]
"""


def test_a_cause_is_wanted_where_there_are_some_to_choose_from() -> None:
    said = "causes: an act that wants one, and causes to choose from, or neither"
    causes = 'causes = ["form", "payment"]\n'
    assert flaws(read_workflow(tomllib.loads(ANSWERED))) == [said]
    assert flaws(read_workflow(tomllib.loads(causes + ANSWERED))) == []
    assert flaws(read_workflow(tomllib.loads(causes + ANSWERED.replace(', "cause"', "")))) == [said]


def test_a_cause_lies_in_a_service_that_is_no_concern() -> None:
    workflow = load_catalogue().service("ministry.concern").workflow
    assert "fnpos.rural-housing-aid" in workflow.services
    assert "ministry.concern" not in workflow.services
    assert load_catalogue().service("fnpos.rural-housing-aid").workflow.services == ()


def test_no_listed_form_has_changed() -> None:
    assert lock_faults() == []


def test_the_lock_tells_what_changed_went_or_is_new(tmp_path: Path) -> None:
    root = shelf(tmp_path, SMALL)
    form = root / "ministry" / "small" / "form.v1.toml"
    assert lock_faults(root) == ["ministry/small/form.v1.toml: not listed yet; run `shubbak services lock`"]
    assert add_to_lock(root) == ["ministry/small/form.v1.toml"]
    assert lock_faults(root) == []
    form.write_text(SMALL + "\n")
    assert add_to_lock(root) == []
    assert "listed and changed since" in lock_faults(root)[0]
    form.rename(form.with_name("form.v2.toml"))
    assert [fault.partition(": ")[2][:6] for fault in lock_faults(root)] == ["listed", "not li"]


def test_the_pictogram_of_every_service_is_drawn() -> None:
    drawn = Path("frontend/components/icon/icon.html").read_text(encoding="utf-8")
    for service in load_catalogue().services():
        assert f'"{service.form.pictogram}"' in drawn, service.code


def shelf(tmp_path: Path, form: str) -> Path:
    """A folder of services with one form in it."""
    folder = tmp_path / "services" / "ministry" / "small"
    folder.mkdir(parents=True)
    (folder / "form.v1.toml").write_text(form, encoding="utf-8")
    shutil.copytree(SERVICES / "workflows", tmp_path / "services" / "workflows")
    return tmp_path / "services"
