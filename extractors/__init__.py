"""Pages in, grids of cells out: where things stand on the page, never what they mean."""
