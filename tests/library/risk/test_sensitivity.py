"""What moves a result: every row is a whole computation of its own."""

from sonae import company, measure, risk
from sonae.measure import Choice
from sonae.risk import sensitivity

ROWS = {row.id: row for row in sensitivity.table()}


def test_the_first_row_is_the_model_as_it_is() -> None:
    firm = company.typical(company.industries()["manufacturing"], 20)
    posture = measure.posture(dict.fromkeys(sensitivity.ITEMS, Choice.PARTLY))
    loss = risk.summarise(risk.build(firm, posture, risk.load(), level=0.45), band=False)
    assert (ROWS["base"].aal_yen, ROWS["base"].p_any, ROWS["base"].var99) == (loss.aal_yen, loss.p_any, loss.var["99"])
    assert next(iter(ROWS)) == "base"


def test_rows_move_as_they_say() -> None:
    times = {name: row.times for name, row in ROWS.items()}
    assert times["conservative"] < 0.5 < 2 < times["survey"]
    assert times["less_ransom"] < 1 < times["more_ransom"]
    assert times["joint_low"] < 1 < times["joint_high"]
    assert times["tdb_frame"] < 1 < times["jfc_frame"]


def test_refits_are_of_all_fitted_parameters() -> None:
    from sonae.content import reader

    fitted = {name for fit in risk.load().fits for name in fit.order}
    rows = reader.toml("risk", "sensitivity")["row"]
    assert [set(row["parameters"]) for row in rows if "parameters" in row] == [fitted, fitted]
