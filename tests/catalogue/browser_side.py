"""The browser's own code, run by one node process: it answers the questions that Python answers."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).parents[1] / "js" / "rules_runner.mjs"


def ask_browser(questions: Iterable[dict[str, Any]]) -> list[Any]:
    """The answers of `frontend/js` to these questions, in their order."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(["node", str(RUNNER)], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
