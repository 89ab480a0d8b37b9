"""Sonae 備え: from a company and its answers to yen, plan and report."""

__version__ = "0.1.0"
