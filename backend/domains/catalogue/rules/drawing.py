"""A workflow as a picture: its states one below the other, its acts as arrows beside them. SVG 1.1 without scripts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from textwrap import wrap

from .workflow import Workflow

Says = Callable[[str], str]
"""From `state.<id>` and `act.<id>` to words."""

WIDE, HIGH, STEP, LANE, EDGE, LINE = 190, 40, 92, 118, 8, 15
LETTERS = 16

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
    ' orient="auto"><path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>'
)


def drawing(workflow: Workflow, says: Says, *, rtl: bool, title: str) -> str:
    """The picture, as wide as it has arrows side by side; states that end have a double frame."""
    arrows = _arrows(workflow, says)
    lanes = _lanes([(start, end) for start, end, _ in arrows])
    width = WIDE + 2 * EDGE + LANE * (max(lanes, default=0) + 1) + 30
    height = STEP * len(workflow.states) - STEP + HIGH + 2 * EDGE

    def x(at: float) -> float:
        return width - at if rtl else at

    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}" direction="{"rtl" if rtl else "ltr"}" class="workflow">'
    )
    parts = [head, _TIP]
    for place, state in enumerate(workflow.states):
        top, left = EDGE + place * STEP, x(EDGE) - (WIDE if rtl else 0)
        parts.append(_box(left, top, 0))
        if state.ended:
            parts.append(_box(left, top, 4))
        middle = left + WIDE / 2
        parts.append(
            f'<text x="{middle}" y="{top + HIGH / 2 + 5}" text-anchor="middle">'
            f"{escape(says(f'state.{state.id}'))}</text>"
        )
    for (start, end, label), lane in zip(arrows, lanes, strict=True):
        side, out = x(EDGE + WIDE), x(EDGE + WIDE + 26 + lane * LANE)
        # an arrow leaves below the middle of its state and comes in above it, so that two never lie on one another
        leaves, comes = EDGE + start * STEP + HIGH * 0.7, EDGE + end * STEP + HIGH * 0.3
        parts.append(
            f'<path d="M{side} {leaves}H{out}V{comes}H{side}" fill="none" stroke="currentColor"'
            ' stroke-width="1.5" marker-end="url(#tip)"/>'
        )
        first = (leaves + comes) / 2 - (len(label) - 1) * LINE / 2 + 4
        parts += [
            f'<text class="deed" x="{out + (-5 if rtl else 5)}" y="{first + place * LINE}">{escape(text)}</text>'
            for place, text in enumerate(label)
        ]
    return "".join([*parts, "</svg>"])


def _box(left: float, top: float, inside: int) -> str:
    return (
        f'<rect x="{left + inside}" y="{top + inside}" width="{WIDE - 2 * inside}" height="{HIGH - 2 * inside}" rx="3"'
        ' fill="none" stroke="currentColor" stroke-width="1.5"/>'
    )


def _arrows(workflow: Workflow, says: Says) -> list[tuple[int, int, list[str]]]:
    """From which state to which, with the lines that say what leads there; acts that move nothing are not drawn."""
    places = {state.id: place for place, state in enumerate(workflow.states)}
    labels: dict[tuple[int, int], list[str]] = {}
    for act in workflow.acts:
        for origin in act.origins:
            if act.to and act.to != origin:
                labels.setdefault((places[origin], places[act.to]), []).append(says(f"act.{act.id}"))
    return sorted(
        (start, end, [line for name in names for line in wrap(name, LETTERS)]) for (start, end), names in labels.items()
    )


def _lanes(spans: list[tuple[int, int]]) -> list[int]:
    """The lane of each arrow: the nearest to the states in which nothing else runs at that height."""
    taken: list[list[tuple[int, int]]] = []
    chosen = [0] * len(spans)
    for place in sorted(range(len(spans)), key=lambda at: abs(spans[at][0] - spans[at][1])):
        low, high = sorted(spans[place])
        lane = next(
            (
                at
                for at, others in enumerate(taken)
                if all(high <= other_low or low >= other_high for other_low, other_high in others)
            ),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        chosen[place] = lane
    return chosen
