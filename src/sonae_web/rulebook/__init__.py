"""The rules a company adopts."""
