"""Writes content/risk/validation.toml and the refits of sensitivity.toml anew: python tests/library/risk/renew.py (needed after a change of the
model or of a published figure)."""

import re
from pathlib import Path

import sonae.content
from sonae import risk
from sonae.risk import calibrate, validate

FILE = Path(sonae.content.__file__).parent / "risk" / "validation.toml"
REFITS = FILE.with_name("sensitivity.toml")
FIRMS = 20_000
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


def refits(text: str) -> str:
    """``text`` of sensitivity.toml with the parameters of every frame fitted anew."""
    for frame in ("jfc", "tdb"):
        fit = calibrate.calibrate(risk.load(), FIRMS, 1, frame)
        lines = "".join(f"{entry.id} = {entry.value:.6g}\n" for entry in fit.parameters)
        part = re.compile(rf'(id = "{frame}_frame"\n.*\n\n\[row\.parameters\]\n)[^\[]*?(?=\n\[|\Z)')
        text = part.sub(lambda found, lines=lines: found.group(1) + lines, text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    REFITS.write_text(refits(REFITS.read_text(encoding="utf-8")), encoding="utf-8")
    FILE.write_text(text(), encoding="utf-8")
