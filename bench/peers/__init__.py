"""The plain benchmark problem, and other programs that solve it."""
