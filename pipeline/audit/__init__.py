"""What the tables of a dataset contradict, for the reviewer, in Chinese."""
