"""Content: every question, price, figure and text, as files with source, date, unit and status."""
