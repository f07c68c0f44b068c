"""Forms that nobody tuned on: made-up contents in the known layouts, with their truth; see README.md here."""
