"""A run: many documents over processes that may die, and the account of it."""
