"""How fast this machine is at this moment: figures of two runs compare as their yardsticks do."""

from __future__ import annotations

import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ROUNDS, CALLS = 9, 200


def microseconds() -> float:
    """Processor time of one P-256 verification, the median of some rounds. A quiet machine of ours takes about 75."""
    key, message, how = ec.generate_private_key(ec.SECP256R1()), bytes(32), ec.ECDSA(SHA256())
    signature, public = key.sign(message, how), key.public_key()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            public.verify(signature, message, how)
        taken.append((time.process_time() - began) / CALLS)
    return sorted(taken)[ROUNDS // 2] * 1e6
