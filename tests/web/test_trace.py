"""T5, the trace hunt: a Tip is sent to the running app from a marked address with a marked device, then everything is searched for each mark."""

import http.client
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

HERE = Path(__file__).parent
ADDRESS = "127.0.0.77"
MARKS = ("127.0.0.77", "marked-agent", "marked.example", "marked-cookie", "marked-words", "marked-name", "203.0.113.78")
HEADERS = {
    "User-Agent": "marked-agent/7",
    "Referer": "https://marked.example/inside",
    "Cookie": "sessionid=marked-cookie; csrftoken=marked-cookie",
    "X-Forwarded-For": "203.0.113.78",
    "Accept-Language": "ja",
    "Content-Type": "application/x-www-form-urlencoded",
}
TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:(?!00:00)\d\d")


@dataclass
class Stack:
    """The running app, its folder, and what it printed."""

    folder: Path
    port: int
    token: str

    def ask(self, page: str, **typed: str) -> str:
        """Send a form from the marked address and give the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(ADDRESS, 0))
        with closing(connection):
            path = f"/hotline/line/{self.token}/{page}"
            connection.request("POST" if typed else "GET", path, urlencode(typed) or None, HEADERS)
            answer = connection.getresponse()
            assert not answer.getheader("Set-Cookie")
            return answer.read().decode()

    def rows(self) -> list[str]:
        """The whole database as text."""
        with closing(sqlite3.connect(self.folder / "data" / "sonae.sqlite3")) as database:
            return list(database.iterdump())

    def everything(self) -> bytes:
        """Every byte of every file below the folder: database, journal, mail, keys, temporary files, output."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "tmp").mkdir()
    with (tmp_path / "errors.log").open("wb") as errors:
        command = [sys.executable, str(HERE / "hotline_stack.py"), str(tmp_path / "data"), str(port)]
        app = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path / "tmp")},
        )
    assert app.stdout is not None
    token = app.stdout.readline().decode().strip()
    found = Stack(tmp_path, port, token)
    _await(port)
    yield found
    app.terminate()
    (tmp_path / "output.log").write_bytes(app.stdout.read())
    app.wait(timeout=20)


def _await(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


def test_the_trace_hunt(stack: Stack) -> None:
    before = set(stack.rows())
    for page in ("", "about/", "odd/", "tip/", "read/"):
        assert "<h1>" in stack.ask(page)
    sent = stack.ask(
        "tip/", text="marked-words", name="marked-name", names="named", urgent="on", concerns="marked-words"
    )
    code = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", sent)
    assert code
    assert "marked-words" in stack.ask("read/", code=code[0])
    stack.ask("read/", code=code[0], act="say", text="marked-words again", form="f")
    stack.ask("read/", code="1111222233334444")
    stack.ask("odd/", text="a strange mail", form="g")
    assert list((stack.folder / "data" / "mail").iterdir())  # the recipient was told
    whole = stack.everything() + (stack.folder / "errors.log").read_bytes()
    for mark in (*MARKS, code[0], code[0].replace("-", "")):
        assert mark.encode() not in whole, mark
    new = [row for row in stack.rows() if row not in before]
    assert any('"hotline_tip"' in row for row in new)
    assert [row for row in new if TO_THE_MINUTE.search(row) and "sqlite_sequence" not in row] == []
    assert not list((stack.folder / "tmp").iterdir())
