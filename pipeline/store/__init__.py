"""The dataset: its columns, rows and files, where they lie, and what is there."""
