"""The one exception for a foreseen "no"."""


class Refusal(Exception):
    """A foreseen "no": a stable code and the facts its sentence needs.

    The words live in `locales/` under `refusal.<code>`. Details never appear in `str()`, so a refusal that reaches a
    log cannot carry what a person typed.
    """

    def __init__(self, code: str, /, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
