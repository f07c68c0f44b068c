"""Accuracy and speed, measured. RESULTS.md says with which commands."""
