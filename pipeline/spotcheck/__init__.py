"""Spot-checking a dataset: goldens, differences, samples to check by hand, a static report."""
