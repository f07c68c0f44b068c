"""What became of every mark of ink: nothing is lost without a word."""
