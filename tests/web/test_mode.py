"""A server starts with safe settings only, and says in both languages what is wrong."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from sonae_web import mode

GOOD = {"SONAE_MODE": "server", "SONAE_HOSTS": "sonae.example.jp", "SONAE_SECRET": secrets.token_urlsafe(64)}


def test_nothing_said_is_local() -> None:
    assert mode.read({}) == mode.Mode(server=False, hosts=mode.LOCAL_HOSTS, secret="")


def test_a_server_with_everything(tmp_path: Path) -> None:
    assert mode.read(GOOD).server
    file = tmp_path / "key"
    file.write_text(GOOD["SONAE_SECRET"] + "\n", encoding="ascii")
    without = {key: value for key, value in GOOD.items() if key == "SONAE_HOSTS"}
    assert mode.read(without | {"SONAE_SECRET_FILE": str(file)}) == mode.read(GOOD)  # hosts alone ask for a server


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SONAE_SECRET": ""}, "SONAE_SECRET_FILE"),
        ({"SONAE_SECRET": "a" * 80}, "SONAE_SECRET_FILE"),
        ({"SONAE_SECRET": "django-insecure-" + secrets.token_urlsafe(64)}, "SONAE_SECRET_FILE"),
        ({"SONAE_SECRET_FILE": "/nowhere/key"}, "/nowhere/key"),
        ({"SONAE_HOSTS": ""}, "SONAE_HOSTS"),
        ({"SONAE_HOSTS": "*"}, "*"),
        ({"SONAE_HOSTS": ".example.jp"}, ".example.jp"),
        ({"SONAE_HOSTS": "https://sonae.example.jp"}, "https://"),
        ({"SONAE_DATABASE_URL": "postgresql://sonae:secret@db.example.jp/sonae"}, "SONAE_DATABASE_URL"),
        ({"SONAE_DATABASE_URL": "postgresql://sonae@db.example.jp/sonae"}, "SONAE_DATABASE_URL"),
        ({"SONAE_DEBUG": "1"}, "SONAE_DEBUG"),
        ({"DJANGO_DEBUG": "True"}, "DJANGO_DEBUG"),
        ({"SONAE_MODE": "cloud"}, "cloud"),
        ({"SONAE_MODE": "local"}, "SONAE_MODE"),
    ],
)
def test_a_server_with_a_weak_setting_does_not_start(change: dict[str, str], named: str) -> None:
    with pytest.raises(mode.UnsafeSettingError) as caught:
        mode.read(GOOD | change)
    (fault,) = caught.value.faults
    assert named in fault.ja
    assert named in fault.en


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(mode.UnsafeSettingError) as caught:
        mode.read({"SONAE_MODE": "server", "SONAE_DEBUG": "1"})
    assert len(caught.value.faults) == 3


def test_the_program_itself_refuses(tmp_path: Path) -> None:
    environment = os.environ | {"SONAE_MODE": "server", "SONAE_HOSTS": "*"}
    done = subprocess.run(
        [sys.executable, "-m", "sonae_web", "run", "--no-browser", "--data", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "SONAE_HOSTS" in done.stderr
    assert "Traceback" not in done.stderr
