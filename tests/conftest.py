"""Tests never touch the data of the person who runs them."""

import os
import tempfile
from pathlib import Path

os.environ["SONAE_DATA"] = tempfile.mkdtemp(prefix="sonae-test-")
os.environ["SONAE_DATABASE_URL"] = os.environ.get("SONAE_TEST_DATABASE_URL", "")

ROOT = Path(__file__).resolve().parents[1]
