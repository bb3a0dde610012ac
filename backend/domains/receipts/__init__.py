"""Receipts: the number, the signed token and the kept document that prove a deposit."""
