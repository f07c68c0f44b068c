"""Where the reading is done: on this machine, or on a Ray cluster. What is read is the same."""
