"""Writes content/risk/validation.toml anew: python tests/library/risk/renew.py (needed after a change of the model or of a published figure)."""

from pathlib import Path

import sonae.content
from sonae import risk
from sonae.risk import validate

FILE = Path(sonae.content.__file__).parent / "risk" / "validation.toml"
SURVEYS = 400
HEAD = """# The published figures as the model simulates them, for the screen: sonae risk validate --surveys 400 --seed 0.
# Made by tests/library/risk/renew.py; a test compares it with the model.
source = ["sonae-2026"]
status = "derived"
date = "2026-11-24"
unit = "that of the figure in surveys.toml"
"""


def text() -> str:
    """The file as it should be."""
    lines = [HEAD]
    for row in validate.validate(risk.load(), SURVEYS, 0):
        sd = "" if row.sd is None else f"sd = {row.sd:.3g}\n"
        lines.append(f'[[row]]\nid = "{row.id}"\nsimulated = {row.simulated:.5g}\n{sd}')
    return "\n".join(lines)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
