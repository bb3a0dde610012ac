"""How much one device and one network may send. What is over is put off with 429, never refused.

Source: the sync contract, Calls: at least 20 pushes a second a device and 200 a network, so that a hall behind one
address works. Kept in memory: a restart forgives.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from time import monotonic

from backend.kernel.refusal import Refusal
from backend.web.device.contract import Call
from backend.web.sent import AnyRequest

REMEMBERED = 20_000


@dataclass(slots=True)
class Bucket:
    """Fills with `rate` tokens a second up to `burst`; each call takes one. The calls longest silent are forgotten."""

    rate: float
    burst: float
    clock: Callable[[], float] = monotonic
    _left: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: Hashable) -> None:
        """Refuses `push.too_many`, with the whole seconds to wait as `retry_after`."""
        now = self.clock()
        left, at = self._left.get(key, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        taken = left >= 1
        self._left[key] = (left - taken, now)
        self._left.move_to_end(key)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if not taken:
            raise Refusal("push.too_many", retry_after=math.ceil((1 - left) / self.rate))


@dataclass(frozen=True, slots=True)
class Quotas:
    """A phone that comes back with weeks of work, and a hall full of phones, are within them."""

    device: Bucket = field(default_factory=lambda: Bucket(rate=50, burst=3_000))
    network: Bucket = field(default_factory=lambda: Bucket(rate=500, burst=10_000))

    def admit(self, call: Call, carrier: str | None = None) -> None:
        """Refuses `push.too_many`. A push is unsigned: a carrier counts per network, so nobody uses up another's."""
        if carrier is None:
            self.network.take(network(call))
        else:
            self.device.take((network(call), carrier))


def network(request: AnyRequest) -> str:
    """The network a request comes from."""
    return network_of(request.client.host if request.client else "")


def network_of(host: str) -> str:
    """The network an address belongs to: itself, or its /64 where addresses are plenty."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ip_network((address, 64), strict=False))
