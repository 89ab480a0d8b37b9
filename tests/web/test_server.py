"""The server's own commands: tables first, a link for the first owner, and nothing without safe settings."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

SAFE = {"SONAE_MODE": "server", "SONAE_HOSTS": "sonae.example.jp", "SONAE_SECRET": secrets.token_urlsafe(64)}


def call(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "SONAE_"))}
    return subprocess.run(
        [sys.executable, "-m", "sonae_web", "server", *words],
        env=clean | {"SONAE_DATA": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_prepared_and_a_first_link(tmp_path: Path) -> None:
    assert call(tmp_path, "prepare", **SAFE).returncode == 0
    done = call(tmp_path, "owner", "Sato@example.jp", **SAFE)
    assert done.returncode == 0, done.stderr
    link, who = done.stdout.splitlines()
    assert link.startswith("https://sonae.example.jp/company/invitation/")
    assert who.startswith("sato@example.jp")


@pytest.mark.parametrize(
    ("environment", "named"), [({}, "SONAE_MODE=server"), (SAFE | {"SONAE_HOSTS": "*"}, "SONAE_HOSTS")]
)
def test_without_safe_settings_nothing_runs(tmp_path: Path, environment: dict[str, str], named: str) -> None:
    done = call(tmp_path, "run", **environment)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
