"""From results to what people read: screens, one-page report, JSON."""
