"""A real Chromium against the real local app, each server in a data folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
PATIENCE = 60  # seconds until the app must answer
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"


class Server:
    """The local app as a process: ``run`` on an empty folder or ``demo``."""

    def __init__(self, word: str, folder: Path) -> None:
        self.word, self.folder = word, folder
        self.start()

    def start(self) -> None:
        """Start and wait for the first page."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [
            sys.executable,
            "-m",
            "sonae_web",
            self.word,
            "--no-browser",
            "--port",
            str(port),
            "--data",
            str(self.folder),
        ]
        environment = os.environ | {"SONAE_DATABASE_URL": "", "SONAE_DATA": ""}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/help/", timeout=5)
            except (urllib.error.URLError, OSError):
                assert self.process.poll() is None, "the app ended by itself"
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"no page within {PATIENCE} s")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as a person would."""
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, closed after each file: its event loop must not outlive the tests that need it."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        if os.environ.get("SONAE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, and SONAE_REQUIRE_BROWSER forbids skipping")
        pytest.skip("no Chromium on this system")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """The app with nothing entered yet."""
    server = Server("run", tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the fictional company."""
    server = Server("demo", tmp_path_factory.mktemp("demo"))
    yield server
    server.stop()


def context(
    chromium: Browser, url: str, *, lang: str = "ja", width: int = 360, scheme: str = "light", script: bool = True
) -> BrowserContext:
    """A visitor with a language, a width and a colour scheme."""
    made = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="ja-JP",
    )
    made.add_cookies([{"name": "django_language", "value": lang, "url": url}])
    made.set_default_timeout(15_000)
    return made


def watched(visitor: BrowserContext) -> tuple[Page, list[str]]:
    """A page and the list of everything its console complains about."""
    page, complaints = visitor.new_page(), list[str]()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints
