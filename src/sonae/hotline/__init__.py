"""A way to speak up: who is told, until when, and how nobody else can read it. Values only; no row, no request, no clock."""
