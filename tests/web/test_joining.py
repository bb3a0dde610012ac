"""Small modules travel as few files, and nothing else about them changes."""

import json
import os
import re
import shutil
import subprocess
import sys
from graphlib import CycleError
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.web.joining import COMMON, joined

ROOT = Path(__file__).parents[2]
COMPARED = """
const [common, modules] = JSON.parse(process.argv[1]);
const files = await import(common);
const said = {};
for (const [name, path] of modules) {
  const source = await import(path);
  said[name] = [Object.keys(files[name] ?? {}).sort(), Object.keys(source).sort()];
}
console.log(JSON.stringify(said));
process.exit();
"""


def test_what_one_wants_lies_in_its_file_and_what_several_want_in_the_common_one() -> None:
    files = joined(
        {
            "js/one.js": 'import { a } from "./a.js";\nimport { both } from "./both.js";\na(both);\n',
            "js/two.js": 'import "./both.js";\nimport { b as other } from "./more/b.js";\nother();\n',
            "js/a.js": "export const a = () => 1;\n",
            "js/both.js": "export const both = 2;\n",
            "js/more/b.js": 'import * as all from "../both.js";\nexport function b() {\nreturn all.both;\n}\n',
            "vendor/other.js": "var other = 1;",
        }
    )
    assert set(files) == {"js/one.js", "js/two.js", COMMON, "vendor/other.js"}
    assert "const $a = (() => {\nconst a = () => 1;\nreturn { a };\n})();" in files["js/one.js"]
    assert 'import { $both } from "./common.js";' in files["js/two.js"]
    assert "const { b: other } = $more_b;" in files["js/two.js"]
    assert "const all = $both;" in files["js/two.js"]
    assert files["vendor/other.js"] == "var other = 1;"


def test_every_process_makes_the_same_files_in_the_same_order() -> None:
    """A server started anew would else be a new version to every phone."""
    told = """
import json
from pathlib import Path
from backend.web.assets import Assets
assets = Assets.load(Path("frontend"), Path("static"))
print(json.dumps([(path, body.sha256) for path, body in assets.files.items()]))
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", told],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_what_is_loaded_on_need_has_a_file_unless_the_common_one_wants_it_at_once() -> None:
    modules = {
        "js/one.js": 'import "./shared.js";\nconst later = () => import("./form/late.js");\n',
        "js/two.js": 'import "./shared.js";\n',
        "js/shared.js": "export const shared = 1;\n",
        "js/form/late.js": 'export { shared as same } from "../shared.js";\nconst late = 2;\nexport { late };\n',
    }
    files = joined(modules)
    assert 'import("./form/late.js").then(({ $form_late }) => $form_late)' in files["js/one.js"]
    assert 'import { $shared } from "../common.js";' in files["js/form/late.js"]
    assert "return { same: $shared.shared, late: late };" in files["js/form/late.js"]

    files = joined(modules | {"js/form/late.js": "", "js/shared.js": 'import "./form/late.js";\n'})
    assert "js/form/late.js" not in files
    assert 'import("./common.js").then(({ $form_late }) => $form_late)' in files["js/one.js"]


def test_a_circle_is_refused() -> None:
    with pytest.raises(CycleError):
        joined({"js/a.js": 'import "./b.js";\n', "js/b.js": 'import "./c.js";\n', "js/c.js": 'import "./b.js";\n'})


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "export let a = 1;",
        'export * from "./b.js";',
        'export { b } from "b";',
        'import b from "./b.js";',
    ],
)
def test_what_would_not_mean_the_same_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"js/a\.js: cannot be joined"):
        joined({"js/a.js": f"{line}\n", "js/b.js": ""})


def test_every_script_of_ours_is_served_once(house: SimpleNamespace) -> None:
    served = "".join(body.plain.decode() for path, body in house.assets.files.items() if path.endswith(".js"))
    for source in (ROOT / "frontend/js").rglob("*.js"):
        assert served.count(f"const {variable(source)} = (() => {{") == 1, source


def test_every_served_script_is_well_formed(house: SimpleNamespace, tmp_path: Path) -> None:
    for path in write_scripts(house, tmp_path):
        subprocess.run(["node", "--check", path], check=True, capture_output=True)


def test_joined_modules_give_what_their_sources_give(house: SimpleNamespace, tmp_path: Path) -> None:
    write_scripts(house, tmp_path)
    shutil.copytree(ROOT / "frontend/js", tmp_path / "sources/js")
    shutil.copytree(ROOT / "static/vendor", tmp_path / "sources/vendor")
    common = house.assets.files[COMMON].plain.decode()
    sources = [(variable(path), path.relative_to(ROOT / "frontend")) for path in (ROOT / "frontend/js").rglob("*.js")]
    lying = [
        (name, str(tmp_path / "sources" / path)) for name, path in sources if f"const {name} = (() => {{" in common
    ]
    asked = json.dumps([str(tmp_path / COMMON), lying])
    run = subprocess.run(
        ["node", "--input-type=module", "-e", COMPARED, asked], capture_output=True, text=True, check=True
    )
    said = json.loads(run.stdout)
    assert len(said) > 20
    for name, (ours, source) in said.items():
        assert ours == source, name


def variable(source: Path) -> str:
    return "$" + re.sub(r"\W", "_", source.relative_to(ROOT / "frontend/js").with_suffix("").as_posix())


def write_scripts(house: SimpleNamespace, folder: Path) -> list[Path]:
    (folder / "package.json").write_text('{"type": "module"}')
    written = [folder / path for path in house.assets.files if path.endswith(".js")]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(house.assets.files[path.relative_to(folder).as_posix()].plain)
    return written
