"""Forms that nobody tuned on: made-up contents in the known layouts, with their truth; see README.md here.

Seeds 1 to 3 are for tuning. Seeds from 100 on are held back: run, counted and reported, their pages never looked at
to improve a reader.
"""
