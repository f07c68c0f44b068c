"""Readers of pages that are pictures."""
