"""Phones that push as phones on bad links do, and remember what they were answered."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.faults.wire import Broken, Line, now, pulled
from tests.people import Phone, an_hour_before, stoppage

STORED = {"applied", "refused", "need_files", "waiting", "quarantined"}
FINAL = {"applied", "refused"}


@dataclass
class Sender:
    """A phone with work to send. It drops nothing, and takes every answer as a promise."""

    phone: Phone
    chance: random.Random
    envelopes: list[dict[str, Any]] = field(default_factory=list)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: int = 0

    def fill_in(self, count: int) -> None:
        """More work: filings, one in five of which waits for the one before it."""
        filled = an_hour_before(now())
        for number in range(count):
            site = f"{self.phone.owner} {len(self.envelopes)}"
            before = [self.envelopes[-1]["id"]] if self.envelopes and number % 5 == 4 else []
            answers = stoppage(filled, site=site)
            self.envelopes.append(self.phone.envelope(filled_at=filled, answers=answers, depends_on=before))

    def some(self) -> list[dict[str, Any]]:
        """A push: what is not settled yet, in any order, some of it twice, with some that was settled long ago."""
        open_ = [each for each in self.envelopes if self.state(each["id"]) not in FINAL]
        push = self.chance.sample(open_, min(len(open_), self.chance.randint(1, 6)))
        push += self.chance.choices(self.envelopes, k=self.chance.randint(0, 2))
        self.chance.shuffle(push)
        return push

    def state(self, envelope: str) -> str:
        return str(self.answered.get(envelope, {}).get("outcome"))

    def learn(self, outcomes: list[dict[str, Any]]) -> None:
        """A final answer never changes afterwards."""
        for outcome in outcomes:
            before = self.answered.get(outcome["id"])
            assert outcome["outcome"] in STORED, outcome
            assert before is None or before["outcome"] not in FINAL or before == outcome, (before, outcome)
            self.answered[outcome["id"]] = outcome
        self.answers += 1

    async def send(self, port: int, answers: int) -> None:
        """Pushes until it has heard so many answers, or the server is gone."""
        with suppress(Broken):
            async with Line(port) as line:
                for _ in range(answers):
                    self.learn(await line.push(self.phone, *self.some()))

    async def finish(self, port: int) -> None:
        """Sends all that is not settled, once more, as a phone does that has a good link at last."""
        async with Line(port) as line:
            for start in range(0, len(self.envelopes), 20):
                self.learn(await line.push(self.phone, *self.envelopes[start : start + 20]))


async def nothing_is_lost_or_doubled(port: int, senders: list[Sender]) -> None:
    """Every answer ever given still stands, every envelope is applied once, and each change is pulled once."""
    numbers: Counter[str] = Counter()
    for sender in senders:
        async with Line(port) as line:
            asked = await line.signed(sender.phone, "POST", "/sync/outcomes", {"ids": list(sender.answered)})
            told = {outcome["id"]: outcome for outcome in asked.json()["outcomes"]}
            lost = [each for each, outcome in told.items() if outcome["outcome"] == "unknown"]
            assert not lost, f"{len(lost)} answered envelopes are not there"
            changes = await pulled(line, sender.phone)
        for each, outcome in sender.answered.items():
            if outcome["outcome"] in FINAL:
                assert told[each] == outcome, "a final answer changed"
        applied = {each: outcome for each, outcome in told.items() if outcome["outcome"] == "applied"}
        positions = [change["position"] for change in changes]
        assert positions == sorted(set(positions)), "the chain of pulls is out of order"
        seen = [change["dossier"]["envelope"] for change in changes]
        assert len(set(seen)) == len(seen), "a dossier was filed twice"
        assert set(seen) >= set(applied), "a change was skipped"
        for change in changes:
            numbers[change["dossier"]["number"]] += 1
            receipt = applied.get(change["dossier"]["envelope"], {}).get("receipt")
            assert receipt in (None, change["dossier"]["receipt"]), "a receipt changed"
    doubled = [number for number, count in numbers.items() if count > 1]
    assert not doubled, f"given twice: {doubled}"
