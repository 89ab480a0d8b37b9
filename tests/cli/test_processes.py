"""The command as a process: what it imports, how it ends, how it starts the app in its place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.answer import ROOT

SONAE = [sys.executable, "-m", "sonae.cli"]
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}
EXAMPLE = "examples/manufacturer-20.toml"


def run(command: list[str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


def test_the_installed_command() -> None:
    done = run([str(Path(sys.executable).parent / "sonae"), "diagnose", EXAMPLE])
    assert (done.returncode, done.stderr) == (0, "")
    assert "株式会社見本製作所" in done.stdout


def test_a_fault_ends_with_two_and_leaves_standard_output_empty(tmp_path: Path) -> None:
    done = run([*SONAE, "assess", "none.toml", "--json"], tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("none.toml：")


@pytest.mark.parametrize("work", ["diagnose", "help", "catalogue", "wrong"])
def test_light_work_loads_no_heavy_part(work: str) -> None:
    call = {"diagnose": ["diagnose", EXAMPLE, "--json"], "help": ["--help"], "wrong": ["assess", "none.toml"]}
    action = (
        f"from sonae import cli; cli.main({call[work]!r})"
        if work in call
        else "from sonae import catalogue; catalogue.load()"
    )
    heavy = "{'numpy', 'numba', 'altair', 'vl_convert', 'typst', 'pyarrow', 'django', 'rich'}"
    done = run([sys.executable, "-c", f"import sys; {action}; sys.exit(str({heavy} & set(sys.modules)))"])
    assert done.stderr.splitlines()[-1] == "set()"


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")
@pytest.mark.parametrize("call", [f"diagnose {EXAMPLE} --json", f"diagnose {EXAMPLE}", "--help"])
def test_a_reader_that_has_seen_enough(call: str) -> None:
    """The reader is gone before the first word: quiet, and no complaint at the end of the process."""
    script = f"( sleep 0.1; {sys.executable} -m sonae.cli {call}; echo $? >&2 ) | true"
    done = run(["sh", "-c", f"{{ {script}; }} 2>&1 >/dev/null; wait"])
    assert done.stdout.strip() == "0"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux only")
def test_a_standard_output_without_room() -> None:
    done = run(["sh", "-c", f"{sys.executable} -m sonae.cli diagnose {EXAMPLE} > /dev/full"])
    assert done.returncode == 2
    assert "標準出力" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_standard_output() -> None:
    done = run(["sh", "-c", f"{sys.executable} -m sonae.cli diagnose {EXAMPLE} >&-"])
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("word", ["run", "demo"])
def test_the_app_is_started_in_our_place(word: str) -> None:
    """The command line hands over to the web half as another program, with the words of the call."""
    code = (
        "import os, sys\nfrom sonae import cli\n"
        "os.execv = lambda program, words: (print(*words[1:]), sys.exit(0))\n"
        f"cli.main(['{word}', '--port', '8123', '--no-browser', '--data', 'some folder'])"
    )
    done = run([sys.executable, "-c", code])
    assert done.stdout.strip() == f"-P -m sonae_web {word} --port 8123 --no-browser --data=some folder", done.stderr
