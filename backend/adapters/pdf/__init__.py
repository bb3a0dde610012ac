"""Signed PDF/A documents from HTML, printed in processes of their own."""

from backend.adapters.pdf.press import PdfKey, Press

__all__ = ["PdfKey", "Press"]
