"""Readers of pages that are pictures.

`scanned.py` is the order of the steps: `cleaning/` takes off what was not printed, `flattening/` makes the page upright
and flat, `ruling/` finds the lattice, `reading/` reads its lines, `accounting/` says what became of every mark of ink.
"""
