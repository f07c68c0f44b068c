"""Files in, the dataset out."""
