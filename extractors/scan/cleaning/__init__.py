"""Takes off the page what was not printed on it: desk, dark cells, watermarks, seals."""
