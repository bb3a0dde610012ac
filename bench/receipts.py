"""How long one receipt takes on one core, signature included, and beside it the same page by WeasyPrint alone.

Processor time of the printing process: what other programs do at the same moment does not count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from backend.adapters.pdf.printer import Order, Printer
from tests.receipts.printed import key, paper
from tests.receipts.samples import FRONTEND, NIN, PHONE, Page, Paperwork, Question, answers, content, dossier

ROUNDS = 40


@dataclass(frozen=True)
class Measured:
    """Milliseconds; `plain` is WeasyPrint's own time for the same HTML, without tags, standard or signature."""

    cold: float
    median: float
    p99: float
    plain: float
    size: int

    @property
    def ratio(self) -> float:
        return self.median / self.plain


def receipts(rounds: int = ROUNDS) -> dict[str, Measured]:
    """Of three answers; of fifteen, a list and two documents; the same with forty workers, on two pages."""
    small = Paperwork(steps=(Page("employer", (Question("employer", "text"), *_identity())),), object=())
    told = {"employer": "SARL El Waha", "nin": NIN, "phone": PHONE}
    htmls = {
        "three answers": paper().filing(content(dossier("ar", answers=told, files=()), small)),
        "fifteen answers": paper().filing(content(dossier("ar"))),
        "two pages": paper().filing(content(dossier("ar", answers=answers(40)))),
    }
    return {name: _alone(html, rounds) for name, html in htmls.items()}


def _identity() -> tuple[Question, ...]:
    return Question("nin", "nin"), Question("phone", "phone")


def _alone(html: str, rounds: int) -> Measured:
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_measured, html, rounds).result()


def _measured(html: str, rounds: int) -> Measured:
    from weasyprint import HTML

    order = Order(html, "print.css")
    began = time.process_time()
    printer = Printer(FRONTEND / "receipts", key())
    size = len(printer.print(order))
    cold = (time.process_time() - began) * 1000
    style, fonts = printer._style("print.css"), printer._fonts
    printed = _timed(lambda: printer.print(order), rounds)
    plain = _timed(lambda: HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts), rounds)
    p99 = printed[min(len(printed) - 1, round(len(printed) * 0.99))]
    return Measured(cold, statistics.median(printed), p99, statistics.median(plain), size)


def _timed(act: Callable[[], object], rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return sorted(taken)


if __name__ == "__main__":
    for name, one in receipts().items():
        print(
            f"{name}: cold {one.cold:.0f} ms, median {one.median:.0f} ms, p99 {one.p99:.0f} ms, "
            f"plain {one.plain:.0f} ms (x{one.ratio:.2f}), {one.size / 1000:.0f} kB"
        )
