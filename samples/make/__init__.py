"""Typesets the sample documents again from their texts, and makes scans of them; see samples/README.md."""
