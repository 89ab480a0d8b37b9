"""The answers printed in the user's pages are real ones. To renew them after a change: python tests/cli/pages.py"""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sonae import cli
from sonae.supplier import network, tables

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"ja": ROOT / "docs/user/commands.ja.md", "en": ROOT / "docs/user/commands.md"}
BLOCK = re.compile(r"```console\n\$ sonae (?P<call>.+)\n(?P<answer>(?:.*\n)*?)```\n")
WRONG = (("employees = 20 ", "employees = 2000 "), ('SD-05 = "not_done"', 'SD-05 = "no"'))


def renewed(page: str, lang: str) -> str:
    """The page with every console block answered anew."""
    return BLOCK.sub(lambda block: f"```console\n$ sonae {block['call']}\n{answer(block['call'], lang)}```\n", page)


def answer(call: str, lang: str) -> str:
    """What a person whose computer speaks ``lang`` sees, standard output first."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with _folder(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        cli.main([*call.split(), "--lang", lang])
    return out.buffer.getvalue().decode() + err.getvalue()  # type: ignore[attr-defined]


@contextlib.contextmanager
def _folder() -> Iterator[None]:
    """A folder with the examples, the network of the suppliers among them, and one file that is wrong in two places."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("examples").symlink_to(ROOT / "examples")
        text = Path("examples/manufacturer-20.toml").read_text(encoding="utf-8")
        for right, wrong in WRONG:
            text = text.replace(right, wrong)
        Path("wrong.toml").write_text(text, encoding="utf-8")
        made = tables.read("examples/supplier/links.csv", "examples/supplier/firms.csv")
        network.save(made.network, "partners.net", made.ids, made.names)
        yield


if __name__ == "__main__":
    os.chdir(ROOT)
    for lang, path in PAGES.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), lang), encoding="utf-8")
