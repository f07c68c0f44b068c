"""Lines of text: where they lie, what they say, how likely that is right."""
