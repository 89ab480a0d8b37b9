"""Starting the local app: data folder, tables, server on 127.0.0.1, browser."""

import argparse
import os
import socket
import sqlite3
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web.mode import UnsafeSettingError

PORT = 8765
WRONG = 2
HOST = "127.0.0.1"
MOST_BODY = 5 * 1024**3  # evidence of an incident may be a disk image


class CannotStartError(Exception):
    """Why the app cannot start, in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja}\n{en}")
        self.text = Text(ja, en)


def main(argv: Sequence[str]) -> int:
    """Serve until interrupted; 2 if that is not possible, with the reason in both languages."""
    parser = argparse.ArgumentParser(prog="sonae")
    parser.add_argument("word", choices=("run", "demo"))
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--data")
    call = parser.parse_args(argv)
    try:
        folder = _folder(call.data, call.word)
        listener = _listener(call.port)
        _tables(folder)
        if call.word == "demo":
            _demo()
    except (CannotStartError, UnsafeSettingError) as reason:
        print(reason, file=sys.stderr)
        return WRONG
    return _serve(listener, folder, browser=not call.no_browser)


def _folder(typed: str | None, word: str) -> Path:
    """The data folder, made if missing; the demo keeps to one of its own."""
    usual = os.environ.get("SONAE_DATA") or platformdirs.user_data_path("sonae", appauthor=False)
    folder = Path(typed or (Path(usual) / "demo" if word == "demo" else usual)).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotStartError(
            f"データを置くフォルダに書き込めません：{folder}（{error.strerror}）。--data で別のフォルダを指定してください。",
            f"The data folder cannot be written: {folder} ({error.strerror}). Name another one with --data.",
        ) from error
    os.environ["SONAE_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sonae_web.settings")
    return folder


def prepare(folder: Path) -> None:
    """The data folder and its tables, up to date, for a program beside the screen; a server prepares its own. Raises InputError."""
    import django
    from django.conf import settings

    try:
        place = _folder(str(folder), "run")
        django.setup()
        if not settings.SERVER:
            _tables(place)
    except CannotStartError as reason:
        remedy = Text("フォルダの名前を確かめてください", "Check the name of the folder")
        raise InputError([Fault(reason.text, remedy, field="--data", value=str(folder))]) from reason


def _listener(port: int | None) -> socket.socket:
    """A listening socket on the port asked for, else on the usual one or any that is free."""
    for wanted in (port,) if port is not None else (PORT, 0):
        listener = socket.socket()
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
        except OSError:
            listener.close()
        else:
            return listener
    raise CannotStartError(
        f"ポート {port} は使えません。別の番号を --port で指定するか、--port を外してください。",
        f"Port {port} cannot be used. Give another one with --port, or leave --port out.",
    )


def _tables(folder: Path) -> None:
    """Bring the database up to date."""
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    from sonae_web import former

    django.setup()
    kept = None
    try:
        kept = former.set_aside(folder) if not os.environ.get("SONAE_DATABASE_URL") else None
        call_command("migrate", verbosity=0, interactive=False)
        if kept:
            former.carry_over(kept)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if kept:
            former.put_back(folder)
        raise CannotStartError(
            f"データベースを開けません（{error}）：{folder}。別のフォルダを --data で指定すると、新しく始められます。元のファイルは残してあります。",
            f"The database cannot be opened ({error}): {folder}. Start anew with another --data folder; the old files are kept.",
        ) from error


def _demo() -> None:
    """Fill in the fictional company, once."""
    from django.utils import timezone

    from sonae_web import demo

    demo.fill(timezone.localtime())


def _serve(listener: socket.socket, folder: Path, *, browser: bool) -> int:
    from waitress import create_server

    from sonae_web.incident import timer
    from sonae_web.jobs import waking
    from sonae_web.task import timer as weekly
    from sonae_web.wsgi import application

    server = create_server(application, sockets=[listener], threads=6, ident="Sonae", max_request_body_size=MOST_BODY)
    url = f"http://{HOST}:{listener.getsockname()[1]}/"
    print(f"Sonae  {url}\nデータ / data: {folder}\n終わるには Ctrl+C / stop with Ctrl+C", flush=True)
    threading.Thread(target=_warm, daemon=True).start()
    waking.start()
    timer.start()
    weekly.start(url.rstrip("/"))
    if browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    return 0


def _warm() -> None:
    """Load what the first result needs while the first page is being read."""
    from sonae import catalogue
    from sonae.report import charts
    from sonae.risk import exact, severity

    content = catalogue.load()
    severity.sample(exact.SAMPLE, tuple(scenario.id for scenario in content.risk.scenarios))
    charts.warm()
    _warm_contracts()


def _warm_contracts() -> None:
    """Load what settles contracts, where there is one: else the first result with it would take two seconds longer."""
    from django.db import connection

    from sonae.insurance import years
    from sonae_web import reader
    from sonae_web.insurance.models import Policy

    try:
        with reader.everywhere():
            held = Policy.objects.exists()
        if held:
            years.warm()
    finally:
        connection.close()
