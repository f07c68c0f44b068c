"""What is to be converted: paths, archives and addresses become sources that are known by their bytes."""
