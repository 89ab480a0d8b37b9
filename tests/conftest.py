"""Tests never touch the data of the person who runs them."""

import os
import tempfile
from pathlib import Path

os.environ["SONAE_DATA"] = tempfile.mkdtemp(prefix="sonae-test-")
os.environ.pop("SONAE_DATABASE_URL", None)

ROOT = Path(__file__).resolve().parents[1]
