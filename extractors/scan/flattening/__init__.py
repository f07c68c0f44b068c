"""Makes a page upright and flat, and keeps the way back."""
