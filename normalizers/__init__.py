"""Grids in, target tables out: what the cells mean, never where they came from."""
