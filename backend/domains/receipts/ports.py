"""What receipts need from the outside."""

from typing import Any, Protocol

from backend.domains.receipts.rules import TokenFacts


class ReceiptSigner(Protocol):
    """Signs and reads receipt tokens; the adapter is chosen where the program is put together."""

    def token(self, facts: TokenFacts) -> bytes:
        """The signed token of these facts; the same facts under the same key give the same bytes."""

    def read(self, token: bytes) -> TokenFacts:
        """What a token states, once its signature holds.

        Refuses `token.malformed`, `token.unknown_key`, `token.altered`.
        """

    def public_keys(self) -> list[dict[str, Any]]:
        """Every receipt key ever used, as the sync manifest lists them (public parts only)."""
