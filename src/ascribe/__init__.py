"""Who did it, according to whom, and how far to believe it."""
