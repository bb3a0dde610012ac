"""Figures of law and practice: dated, sourced, and marked when no official text was seen."""
