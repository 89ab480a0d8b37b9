"""Suppliers and customers: what happens at one firm reaches the others, as intrusions, standstills and yen."""
