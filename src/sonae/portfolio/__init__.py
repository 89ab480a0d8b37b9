"""Many companies at once: whom to call today and why, whom to invite."""
