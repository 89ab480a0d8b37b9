"""Incident (緊急): what to do now, whom to tell by when, what it costs and what proves it.

``record.read`` reads files of outside users; ``duties.duties`` and ``response.respond`` are pure functions of an incident and a moment.
"""
