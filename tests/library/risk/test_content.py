"""Figures that cannot be are refused when the content is loaded, with the file and the key."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import sonae.content
from sonae.content import reader
from sonae.content.reader import ContentError
from sonae.risk import content


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the content that a test may spoil."""
    place = tmp_path / "content"
    shutil.copytree(Path(sonae.content.__file__).parent, place)
    monkeypatch.setattr(reader, "root", lambda: place)
    reader.toml.cache_clear()
    content.load.cache_clear()
    yield place
    reader.toml.cache_clear()
    content.load.cache_clear()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "named"),
    [
        ("scenarios", "weight = 0.3\n", "weight = -0.3\n", r"scenarios\.toml: mail\.weight: -0\.3"),
        ("scenarios", "weight = 0.3\n", "weight = nan\n", r"scenarios\.toml: scenario\[1\]\.weight: not a finite"),
        ("scenarios", "{yes = 1.5, no = 0.6}", "{yes = -1.5, no = 0.6}", r"scenarios\.toml: ransom: .*yes: -1\.5"),
        ("parameters", "value = 0.263919", "value = inf", r"parameters\.toml: fitted\[0\]\.value"),
        ("parameters", "value = 0.263919", "value = -0.263919", r"parameters\.toml: kappa\.value: -0\.26"),
        ("respondents", "share = 0.28}", "share = 0.38}", r"respondents\.toml: frame ipa: sizes\.share: 1\.1"),
        ("respondents", "[0.12, 0.12,", "[0.12, -0.12,", r"respondents\.toml: industry\.share: -0\.12"),
        ("respondents", "SD-01 = 0.730", "SD-01 = 73.0", r"respondents\.toml: answers\.SD-01: 73\.0"),
        ("respondents", "ransom = 0.48", "ransom = 1.48", r"respondents\.toml: entry\.vulnerability\.ransom: 1\.48"),
    ],
)
def test_impossible_figures_are_named(copied: Path, file: str, right: str, wrong: str, named: str) -> None:
    path = copied / "risk" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=named):
        content.load()


def test_a_covariance_that_is_none_is_named(copied: Path) -> None:
    path = copied / "risk" / "parameters.toml"
    text = path.read_text(encoding="utf-8")
    first = text.index("[", text.index("values", text.index("[covariance"))) + 1
    number = text.index("[", first) + 1
    end = text.index(",", number)
    path.write_text(f"{text[:number]}-{text[number:end].strip()}{text[end:]}", encoding="utf-8")
    with pytest.raises(ContentError, match=r"parameters\.toml: covariance\.frequency\.values\[0\]"):
        content.load()


def test_the_content_as_it_is_loads(copied: Path) -> None:
    assert content.load().parameters["kappa"] > 0
