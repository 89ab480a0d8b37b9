"""Networks: from tables, made up, and as a file that is never trusted blindly."""

from pathlib import Path

import numpy as np
import pytest

from sonae.faults import InputError
from sonae.supplier import network, synthetic, tables

LINKS = "supplier,customer,weight\na,b,1\nc,b,3\nb,d,1\n"
FIRMS = "id,name,industry,prefecture,size,score,direct,loss_yen\n" + "".join(
    f"{one},社{one},{trade},東京都,{size},50,0.1,1000\n"
    for one, trade, size in (("a", "E", 5), ("b", "manufacturing", 50), ("c", "ict", 1), ("d", "I", 9))
)


def read(folder: Path, links: str, firms: str | None = None) -> tables.Imported:
    (folder / "links.csv").write_text(links, encoding="utf-8")
    if firms is None:
        return tables.read(folder / "links.csv")
    (folder / "firms.csv").write_text(firms, encoding="utf-8")
    return tables.read(folder / "links.csv", folder / "firms.csv")


def test_links_alone_name_their_firms_in_order(tmp_path: Path) -> None:
    made = read(tmp_path, LINKS)
    assert made.ids == ["a", "b", "c", "d"]
    assert made.network.firms["last"].tolist() == [1, 2, 3, 3]
    assert made.network.links["to"].tolist() == [1, 3, 1]
    assert made.network.links["chance"].tolist() == pytest.approx([0.25, 1.0, 0.75])  # shares of what a customer buys
    assert not made.network.synthetic


def test_firms_bring_what_is_known_of_them(tmp_path: Path) -> None:
    made = read(tmp_path, LINKS, FIRMS)
    firms = made.network.firms
    assert firms["size"].tolist() == [5, 50, 1, 9]
    assert firms["industry"].tolist() == [2, 2, 3, 5]
    assert firms["score"].tolist() == [50] * 4
    assert set(firms["prefecture"].tolist()) == {13}
    assert made.network.direct.tolist() == [0.1] * 4
    assert made.network.loss.tolist() == [1000] * 4
    assert made.names[0] == "社a"


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("b,b,1", "customer", "is a link of a firm to itself"),
        ("a,b,1", "", "repeats an earlier row"),
        ("x,b,1", "supplier", "is not in the table of firms"),
        ("a,x,1", "customer", "is not in the table of firms"),
        (",b,1", "supplier", "is empty"),
        ("a,,1", "customer", "is empty"),
        ("a,d,-1", "weight", "must be from 1e-09 to 1e+13"),
        ("a,d,0", "weight", "must be from 1e-09 to 1e+13"),
        ("a,d,many", "weight", "is not a number"),
        ("a", "", "is too short"),
    ],
)
def test_links_that_cannot_be(tmp_path: Path, line: str, field: str, reason: str) -> None:
    made = read(tmp_path, LINKS + line + "\n", FIRMS)
    (row,) = made.rejected
    assert (row.line, row.field, row.reason.en, made.rejected_count) == (5, field, reason, 1)
    assert len(made.network.links) == 3


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("a,,E,,1,1,0.1,1", "id", "repeats an earlier row"),
        (",,E,,1,1,0.1,1", "id", "is empty"),
        ("e,,魔法,,1,1,0.1,1", "industry", "is no known industry"),
        ("e,,E,江戸,1,1,0.1,1", "prefecture", "is no prefecture"),
        ("e,,E,,-3,1,0.1,1", "size", "must be from 1e-06 to 1e+07"),
        ("e,,E,,1,101,0.1,1", "score", "must be from -25 to 100"),
        ("e,,E,,1,1,1.5,1", "direct", "must be from 0 to 1"),
        ("e,,E,,1,1,,1", "direct", "is empty"),
        ("e,,E,,1,1,0.1,-1", "loss_yen", "must be from 0 to 1e+13"),
    ],
)
def test_firms_that_cannot_be(tmp_path: Path, line: str, field: str, reason: str) -> None:
    made = read(tmp_path, LINKS, FIRMS + line + "\n")
    (row,) = made.rejected
    assert (row.line, row.field, row.reason.en) == (6, field, reason)


def test_a_probability_stands_on_every_link_or_on_none(tmp_path: Path) -> None:
    made = read(tmp_path, "supplier,customer,probability\na,b,0.5\nb,c,0.25\nc,d,\n")
    assert made.network.probability.tolist() == [0.5, 0.25]
    assert made.rejected[0].field == "probability"


def test_more_than_half_of_a_table_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3 of its 5 rows cannot be read"):
        read(tmp_path, "supplier,customer\na,a\nb,b\nc,c\na,b\nb,c\n")


def test_a_file_comes_back_as_it_went(tmp_path: Path) -> None:
    made = read(tmp_path, LINKS, FIRMS)
    sha256 = network.save(made.network, tmp_path / "net", made.ids, made.names)
    found = network.load(tmp_path / "net")
    for name in ("firms", "links", "probability", "direct", "loss"):
        assert (getattr(found, name) == getattr(made.network, name)).all()
    assert (found.sha256, found.origin, found.facts) == (sha256, "table", made.network.facts)
    assert network.ids_of(tmp_path / "net", [3, 0]) == {0: "a", 3: "d"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firms.csv", "links.csv", "net", "net.ids"]


def test_a_file_without_identities(tmp_path: Path) -> None:
    network.save(read(tmp_path, LINKS).network, tmp_path / "net")
    assert network.ids_of(tmp_path / "net", [0]) == {}
    assert not (tmp_path / "net.ids").exists()


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "net"
    network.save(synthetic.make(300, 1), path)
    whole = path.read_bytes()
    for cut in (0, 4, 40, 300, len(whole) // 2, len(whole) - 64):
        path.write_bytes(whole[:cut])
        with pytest.raises(InputError, match=r"is not a network file|is cut off or damaged"):
            network.load(path)
    firms = synthetic.make(300, 1)
    for name, row, value in (("first", 5, 10**6), ("last", 299, 7), ("industry", 3, 200)):
        wrong = firms.firms.copy()
        wrong[name][row] = value
        network.save(network.Network(wrong, *_rest(firms)), path)
        with pytest.raises(InputError, match="is cut off or damaged"):
            network.load(path)
    links = firms.links.copy()
    links["to"][0] = 300
    network.save(network.Network(firms.firms, links, *_rest(firms)[1:]), path)
    with pytest.raises(InputError, match="is cut off or damaged"):
        network.load(path)


def _rest(net: network.Network) -> tuple[object, ...]:
    return net.links, net.probability, net.direct, net.loss, net.origin, net.facts


def test_made_up_networks_have_the_published_shape() -> None:
    net = synthetic.make(50_000, 3)
    assert net.synthetic
    shells = net.facts["shells"]
    assert shells["core"] == pytest.approx(0.497, abs=0.05)
    assert shells["in"] == pytest.approx(0.206, abs=0.05)
    assert shells["out"] == pytest.approx(0.262, abs=0.05)
    assert sum(shells.values()) == pytest.approx(1, abs=1e-5)
    assert len(net.links) / 50_000 == pytest.approx(5.1, abs=0.3)
    assert net.firms["size"].mean() == pytest.approx(14, rel=0.02)
    number = (net.firms["last"] - net.firms["first"]).astype(float)
    tail = number[number >= 20]
    assert 1 / np.log(tail / 19.5).mean() == pytest.approx(1.26, abs=0.25)  # Hill's estimate of the exponent
    again = synthetic.make(50_000, 3)
    assert (again.links == net.links).all()
    assert (again.firms == net.firms).all()
    assert len(synthetic.make(50_000, 4).links) != len(net.links)


@pytest.mark.parametrize("firms", [1, 2, 3, 10])
def test_tiny_networks_exist(firms: int) -> None:
    net = synthetic.make(firms, 1)
    assert len(net.firms) == firms
    assert len(net.links) <= firms * (firms - 1)
