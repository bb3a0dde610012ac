"""`python -m tests.receipts.written FOLDER`: the sample receipts as files, for a validator."""

import sys
from pathlib import Path

from tests.receipts.printed import receipt_pdf

if __name__ == "__main__":
    for lang in ("ar", "fr"):
        for kind in ("filing", "thermal"):
            Path(sys.argv[1], f"{kind}-{lang}.pdf").write_bytes(receipt_pdf(lang, kind))
