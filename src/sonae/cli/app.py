"""The local app is another program, started in our place; the library itself knows nothing of the web half."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence

from sonae.faults import Fault, InputError
from sonae.values import Text

NEEDED = ("django", "sonae_web")


def start(arguments: Sequence[str]) -> int:
    """Start the local app and return its exit status. Raises InputError if its parts are not installed."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        problem = Text(
            f"画面の部品が入っていません（{'、'.join(missing)}）",
            f"The parts for the screen are not installed ({', '.join(missing)})",
        )
        raise InputError([Fault(problem, Text('pip install "sonae[web]" で入ります', 'Run: pip install "sonae[web]"'))])
    command = [sys.executable, "-P", "-m", "sonae_web", *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(sys.executable, command)  # its signals and its exit status then need no relay
    return subprocess.call(command)
