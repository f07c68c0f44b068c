"""Rules and walls: from runs of dark pixels to the lattice of a table, also where there are none."""
