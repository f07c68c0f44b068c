"""What people have said about cells: `model` what an event is, `store` where it lies, `apply` what it does."""
