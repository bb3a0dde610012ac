"""Many small modules become few files when the program starts, because on a slow line each file costs a wait.

A module that nobody imports, or that is imported on need (`import("…")`), begins a file of its own. Every other one
lies in the file of the only one that wants it, or in `js/common.js` when several do, with all that it imports itself.
So each module's code stands in exactly one file and runs once, whoever asks. There it is a function that gives its
exports:

    const $words = (() => { … return { word, nodes }; })();

Only what our scripts use is understood: named imports and exports, bound once, without circles. The rest is refused.
"""

import re
from collections.abc import Iterable
from graphlib import TopologicalSorter
from posixpath import dirname, join, normpath, relpath

COMMON = "js/common.js"
_NAMES = r"\{([^{}]*)\}"
_IMPORT = re.compile(rf'^import (?:(?:{_NAMES}|\* as (\w+)) from )?"(\.[^"]+)";\n?', re.MULTILINE)
_LISTED = re.compile(rf'(?:^|(?<=;))export ?{_NAMES}(?: from "(\.[^"]+)")?(?:;\n?|$)', re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:const|class|function|async function) (\w+))", re.MULTILINE)
_ON_NEED = re.compile(r'\bimport\("(\.[^"]+)"\)')
_UNKNOWN = re.compile(r"(?:^|;)(?:import|export)\b(?!\().*", re.MULTILINE)


def joined(modules: dict[str, str]) -> dict[str, str]:
    """The files to serve instead of these modules, by path; what no module of `js/` reaches stays as it is."""
    wants = {path: [_at(path, target) for target in _targets(text)] for path, text in modules.items()}
    needs = {path: {_at(path, target) for target in _ON_NEED.findall(text)} for path, text in modules.items()}
    imported = {target for targets in wants.values() for target in targets}
    first = {path for path in modules if path.startswith("js/") and path not in imported}
    first |= {target for targets in needs.values() for target in targets}
    files: dict[str, set[str]] = {}
    for beginning in first:
        for path in _reached(beginning, wants, first):
            files.setdefault(path, set()).add(beginning)
    home = {path: min(wanted) if len(wanted) == 1 else COMMON for path, wanted in files.items()}
    in_order = [path for path in TopologicalSorter(wants).static_order() if path in home]
    for path in reversed(in_order):
        if home[path] == COMMON:  # what it wants at once comes with it, even where others load that on need
            home |= dict.fromkeys(wants[path], COMMON)
    beside = {file: [path for path in in_order if home[path] == file] for file in dict.fromkeys(home.values())}
    alone = {path: text for path, text in modules.items() if path not in home}
    made = alone | {file: _file(file, paths, modules, home) for file, paths in beside.items()}
    return dict(sorted(made.items()))  # sets were asked above, and each process has its own order of them


def _targets(text: str) -> list[str]:
    return [target for pattern in (_IMPORT, _LISTED) for *_, target in pattern.findall(text) if target]


def _reached(beginning: str, wants: dict[str, list[str]], first: set[str]) -> set[str]:
    """What it imports, directly or not; another that begins a file stays there with all that only it wants."""
    found, waiting = {beginning}, list(wants[beginning])
    while waiting:
        path = waiting.pop()
        if path not in found | first:
            found.add(path)
            waiting += wants[path]
    return found


def _file(file: str, paths: list[str], modules: dict[str, str], home: dict[str, str]) -> str:
    elsewhere: dict[str, list[str]] = {}
    for target in dict.fromkeys(_at(path, target) for path in paths for target in _targets(modules[path])):
        if home[target] != file:
            elsewhere.setdefault(home[target], []).append(_variable(target))
    imports = [f'import {{ {", ".join(names)} }} from "{_from(file, other)}";\n' for other, names in elsewhere.items()]
    wrapped = [_wrapped(path, modules[path], file, home) for path in paths]
    return "".join([*imports, *wrapped, f"export {{ {', '.join(map(_variable, paths))} }};\n"])


def _wrapped(path: str, text: str, file: str, home: dict[str, str]) -> str:
    given: list[str] = []

    def taken(found: re.Match[str]) -> str:
        names, whole, target = found.groups()
        if names is None and whole is None:
            return ""
        return f"const {whole or _pairs(names, ': ')} = {_variable(_at(path, target))};\n"

    def listed(found: re.Match[str]) -> str:
        source = f"{_variable(_at(path, found[2]))}." if found[2] else ""
        given.extend(f"{new}: {source}{old}" for old, new in _renamed(found[1]))
        return ""

    def declared(found: re.Match[str]) -> str:
        given.append(found[2])
        return found[1]

    def on_need(found: re.Match[str]) -> str:
        target = _at(path, found[1])
        name = _variable(target)
        return f'import("{_from(file, home[target])}").then(({{ {name} }}) => {name})'

    for pattern, change in ((_IMPORT, taken), (_LISTED, listed), (_DECLARED, declared)):
        text = pattern.sub(change, text)
    if left := _UNKNOWN.search(text):
        raise ValueError(f"{path}: cannot be joined: {left[0][:80]}")
    text = _ON_NEED.sub(on_need, text)
    return f"const {_variable(path)} = (() => {{\n{text}return {{ {', '.join(given)} }};\n}})();\n"


def _renamed(names: str) -> Iterable[tuple[str, str]]:
    for name in filter(None, (part.strip() for part in names.split(","))):
        old, _, new = name.partition(" as ")
        yield old, new or old


def _pairs(names: str, between: str) -> str:
    return f"{{ {', '.join(old if old == new else old + between + new for old, new in _renamed(names))} }}"


def _at(path: str, target: str) -> str:
    return normpath(join(dirname(path), target))


def _from(file: str, other: str) -> str:
    path = relpath(other, dirname(file))
    return path if path.startswith(".") else f"./{path}"


def _variable(path: str) -> str:
    """`js/form/table.js` is `$form_table`: no name of ours begins with a dollar."""
    return "$" + re.sub(r"\W", "_", path.removeprefix("js/").removesuffix(".js"))
