"""Running a server: tables and locks, the web process, and the first links. ``python -m sonae_web server WORD``."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sonae_web.mode import UnsafeSettingError

WRONG = 2
REFUSED = (
    "データベースの役割が行の保護を素通りします（スーパーユーザー、または BYPASSRLS）。普通の役割を作って SONAE_DATABASE_URL に書いてください。\n"
    "The database role passes through row security (a superuser, or BYPASSRLS). Make an ordinary role and name it in SONAE_DATABASE_URL."
)
NO_SERVER = (
    "サーバーの設定がありません。SONAE_MODE=server などを設定してください（docs/operate）。\n"
    "No server is set up. Set SONAE_MODE=server and the rest (docs/operate)."
)


def main(argv: Sequence[str]) -> int:
    """Do one word; 2 if that is not possible, with the reason in both languages."""
    call = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sonae_web.settings")
    try:
        import django
        from django.conf import settings

        django.setup()
    except UnsafeSettingError as reason:
        return _refuse(str(reason))
    if not settings.SERVER:
        return _refuse(NO_SERVER)
    if call.word == "prepare":
        return _prepare()
    return _run(call.port) if call.word == "run" else _invite(call.word, call.email)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sonae_web server")
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("prepare", help="make or renew tables, locks and the shared cache")
    words.add_parser("run", help="serve on 127.0.0.1").add_argument("--port", type=int, default=8765)
    for word in ("owner", "supporter"):
        words.add_parser(word, help=f"print a link for a first {word}").add_argument("email")
    return parser


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return WRONG


def _prepare() -> int:
    from django.conf import settings
    from django.core.management import call_command

    from sonae_web import reader
    from sonae_web.company import locks

    Path(settings.DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
    if locks.bypassed():
        return _refuse(REFUSED)
    with reader.everywhere():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable")
    print("準備ができました / ready")
    return 0


def _run(port: int) -> int:
    from waitress import serve

    from sonae_web.company import locks
    from sonae_web.wsgi import application

    if locks.bypassed():
        return _refuse(REFUSED)
    print(f"Sonae  http://127.0.0.1:{port}/", flush=True)
    serve(
        application,
        host="127.0.0.1",
        port=port,
        threads=4,
        ident="Sonae",
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        clear_untrusted_proxy_headers=True,
    )
    return 0


def _invite(word: str, email: str) -> int:
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from sonae_web.company import invitations
    from sonae_web.company.invitations import Guest
    from sonae_web.reader import Role

    role = Role.OWNER if word == "owner" else Role.ADVISER
    row, key = invitations.invite(guest=Guest(email, role), company=None, by=None, now=timezone.now())
    print(f"https://{settings.MODE.hosts[0]}{reverse('company:invitation', args=(key,))}")
    print(f"{row.email}  {timezone.localtime(row.expires_at):%Y-%m-%d}")
    return 0
