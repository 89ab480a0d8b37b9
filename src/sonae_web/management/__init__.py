"""The owner's view on one page."""
