"""One program, two ways to run: for the one company of this computer (local), or for many companies with accounts (server).

A server is asked for with SONAE_MODE=server or by naming its addresses in SONAE_HOSTS. It starts only when everything that keeps
companies apart from strangers is set; a missing or weak setting is named, in both languages, and nothing starts.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sonae.values import Text

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
LEAST_SECRET, LEAST_LETTERS = 50, 20  # characters of a secret, and different ones among them
WELL_KNOWN = ("insecure", "changeme", "change-me", "secret", "password", "example", "sonae")


class UnsafeSettingError(Exception):
    """What is wrong with the settings of a server, line by line in both languages."""

    def __init__(self, faults: tuple[Text, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.ja}\n{fault.en}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Mode:
    """How this process runs. ``secret`` signs cookies and links; on a local computer it is made there, so it is empty here."""

    server: bool
    hosts: tuple[str, ...]
    secret: str


def read(environment: Mapping[str, str] = os.environ) -> Mode:
    """The mode asked for. Raises UnsafeSettingError with everything that is wrong, not only the first.

    >>> read({}).server
    False
    """
    asked, hosts = environment.get("SONAE_MODE", ""), _hosts(environment)
    if asked not in ("", "local", "server"):
        raise UnsafeSettingError((_unknown(asked),))
    if asked == "local" and hosts:
        raise UnsafeSettingError((_contradiction(),))
    if asked != "server" and not hosts:
        return Mode(server=False, hosts=LOCAL_HOSTS, secret="")
    secret, unreadable = _secret(environment)
    faults = (
        *unreadable,
        *([] if unreadable else _weak_secret(secret)),
        *_wrong_hosts(hosts),
        *_weak_database(environment.get("SONAE_DATABASE_URL", "")),
        *_debug(environment),
    )
    if faults:
        raise UnsafeSettingError(faults)
    return Mode(server=True, hosts=hosts, secret=secret)


def _hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in environment.get("SONAE_HOSTS", "").split(",") if name.strip())


def _secret(environment: Mapping[str, str]) -> tuple[str, list[Text]]:
    name = environment.get("SONAE_SECRET_FILE", "")
    if not name:
        return environment.get("SONAE_SECRET", ""), []
    try:
        return Path(name).read_text(encoding="ascii").strip(), []
    except (OSError, UnicodeDecodeError) as error:
        return "", [
            Text(
                f"SONAE_SECRET_FILE を読めません：{name}（{error}）。",
                f"SONAE_SECRET_FILE cannot be read: {name} ({error}).",
            )
        ]


def _weak_secret(secret: str) -> Iterator[Text]:
    plain = secret.lower()
    if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_LETTERS or any(word in plain for word in WELL_KNOWN):
        yield Text(
            f"署名の鍵がないか、弱すぎます。{LEAST_SECRET}文字以上の無作為な文字列をファイルに置き、SONAE_SECRET_FILE で指定してください"
            "（作り方：python3 -c 'import secrets; print(secrets.token_urlsafe(64))'）。",
            f"The signing key is missing or too weak. Put at least {LEAST_SECRET} random characters in a file and name it in "
            "SONAE_SECRET_FILE (to make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))').",
        )


def _wrong_hosts(hosts: tuple[str, ...]) -> Iterator[Text]:
    if not hosts:
        yield Text(
            "SONAE_HOSTS がありません。利用者が開く名前を書いてください（例：sonae.example.jp）。",
            "SONAE_HOSTS is missing. Give the name that people open (for example sonae.example.jp).",
        )
    for name in hosts:
        if "*" in name or name.startswith(".") or "/" in name or ":" in name:
            yield Text(
                f"SONAE_HOSTS の「{name}」は使えません。名前だけを一つずつ書いてください（*、先頭の点、https://、ポートは不可）。",
                f"SONAE_HOSTS: “{name}” cannot be used. Write whole names only: no *, no leading dot, no https://, no port.",
            )


def _weak_database(url: str) -> Iterator[Text]:
    if not url:
        return
    parts = urlsplit(url)
    password = unquote(parts.password or "")
    if parts.hostname and "/" not in unquote(parts.hostname) and len(password) < 12:
        yield Text(
            "SONAE_DATABASE_URL のパスワードがないか、短すぎます（12文字以上）。",
            "The password in SONAE_DATABASE_URL is missing or too short (12 characters at least).",
        )


def _debug(environment: Mapping[str, str]) -> Iterator[Text]:
    for name in ("SONAE_DEBUG", "DJANGO_DEBUG", "DEBUG"):
        if environment.get(name, "").lower() not in ("", "0", "false", "no", "off"):
            yield Text(
                f"{name} が入っています。サーバーでは外してください。", f"{name} is set. Take it out on a server."
            )


def _unknown(asked: str) -> Text:
    return Text(
        f"SONAE_MODE の「{asked}」は分かりません。local か server にしてください。",
        f"SONAE_MODE: “{asked}” is not known. Give local or server.",
    )


def _contradiction() -> Text:
    return Text(
        "SONAE_MODE=local と SONAE_HOSTS は一緒に使えません。サーバーなら SONAE_MODE=server にしてください。",
        "SONAE_MODE=local and SONAE_HOSTS contradict each other. For a server give SONAE_MODE=server.",
    )
