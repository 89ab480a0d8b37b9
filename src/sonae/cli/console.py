"""How the command line speaks: language, standard output and error, and what every command accepts."""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sonae.faults import Fault, InputError
from sonae.values import LANGS, Lang, Text

USUAL_LANG: Lang = "ja"


@dataclass(frozen=True, slots=True)
class Console:
    """The language, whether the answer is one JSON document, and whether a defect shows its traceback."""

    lang: Lang = USUAL_LANG
    json: bool = False
    debug: bool = False

    def words(self, ja: str, en: str) -> str:
        return ja if self.lang == "ja" else en

    def answer(self, document: Mapping[str, object], lines: Iterable[str]) -> None:
        """The answer on standard output: the document with ``--json``, else the lines."""
        if self.json:
            _write((json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode())
        else:
            encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
            _write("".join(printable(line) + "\n" for line in lines).encode(encoding, "replace"))

    def note(self, *lines: Text) -> None:
        """A remark on standard error."""
        for line in lines:
            print(printable(line.of(self.lang)), file=sys.stderr)

    def faults(self, faults: Sequence[Fault]) -> None:
        """One line a fault on standard error."""
        for fault in faults:
            print(printable(fault.message(self.lang)), file=sys.stderr)


def _write(data: bytes) -> None:
    """To standard output. Raises InputError if it is closed or its disk is full."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        silence()
    except (OSError, AttributeError) as error:  # Python sets sys.stdout to None where it was closed before the start
        silence()
        reason = getattr(error, "strerror", None) or "closed"
        problem = Text(
            f"結果を標準出力に書けません（{reason}）", f"The answer cannot be written to standard output ({reason})"
        )
        raise InputError([Fault(problem, _ELSEWHERE)]) from error


_ELSEWHERE = Text(
    "空きのある、書き込める所に出力してください", "Send it to a place that can be written to and has room"
)


def silence() -> None:
    """From here on, standard output leads nowhere: nobody reads it, and Python must not stumble over it at the end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with control signs spelled out, so that no file can steer the terminal or forge a second message.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def usual_lang(environ: Mapping[str, str]) -> Lang:
    """The language of the locale if it is Japanese or English, else Japanese.

    >>> usual_lang({"LANG": "en_US.UTF-8"}), usual_lang({"LANG": "C.UTF-8"}), usual_lang({})
    ('en', 'ja', 'ja')
    """
    names = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "").lower()
    return next((lang for lang in LANGS if locale.startswith(lang)), USUAL_LANG)


def split(argv: Sequence[str], environ: Mapping[str, str]) -> tuple[list[str], Console]:
    """Take the options that every command accepts, anywhere in the line, out of it.

    >>> split(["--lang", "en", "diagnose", "shop.toml", "--json"], {})
    (['diagnose', 'shop.toml'], Console(lang='en', json=True, debug=False))
    """
    rest: list[str] = []
    flags: dict[str, bool] = {"--json": False, "--debug": False}
    lang: str = usual_lang(environ)
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in flags:
            flags[word] = True
        elif word == "--lang" or word.startswith("--lang="):
            lang = word.partition("=")[2] if "=" in word else next(words, "")
        else:
            rest.append(word)
    return rest, Console(_lang(lang), flags["--json"], flags["--debug"])


def _lang(typed: str) -> Lang:
    for lang in LANGS:
        if typed == lang:
            return lang
    problem = Text("使えない言語です", "is not a language of Sonae")
    raise InputError([Fault(problem, Text("ja か en にしてください", "Give ja or en"), field="--lang", value=typed)])
