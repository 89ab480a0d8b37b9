"""One company's losses in Python, cell by cell: exact, simulated, with a contract, with a measure more, incident by incident.

Copy it into a notebook or run it: python docs/user/losses.py (from the folder that holds examples/). All amounts are yen.
"""

# %% The company and its answers, as in `sonae risk exact`; any case file will do
from pathlib import Path

from sonae import case, measure, risk
from sonae.insurance import policy, years
from sonae.risk import losses, simulate

mine = case.read("examples/manufacturer-20.toml")
posture = measure.posture(mine.answers)
model = risk.build(mine.company, posture, risk.load(), level=mine.level)

# %% A year without drawing a single lot: expected loss, a bad year, and how far both may lie from the truth
exact = risk.summarise(model)
print(f"exact: {exact.aal_yen:,} a year, 1 year in 100 costs {exact.var['99']:,} or more")
print(f"  likely range of the expected loss: {exact.band.aal_yen.low:,} to {exact.band.aal_yen.high:,}")
print(f"  error of the computation itself: {exact.quadrature_error:.1%}")

# %% The same from a million simulated years; the same seed gives the same yen on any machine
drawn = simulate.simulate(model, 1_000_000, seed=1, threads=2, with_band=False)
error = drawn.standard_error
print(f"simulated: {drawn.aal_yen:,} ± {error.aal_yen:,} a year, 1 in 100: {drawn.var['99']:,} ± {error.var['99']:,}")

# %% With a contract: what it pays of the same years, and what stays (an estimate, not a promise of cover)
contract = policy.read(Path("examples/insurance/policy-b.toml"))
insured = years.simulated(model, [contract], 1_000_000, seed=1)
print(
    f"insured: {insured.recovered.aal_yen:,} of {insured.gross.aal_yen:,} a year; 1 in 100: {insured.net.var['99']:,} stays"
)

# %% One measure more, on the same incidents, so that the difference is the measure and not chance
better = risk.build(mine.company, posture.improved("SD-03"), risk.load(), level=mine.level)
before, after = simulate.plans([model, better], 1_000_000, seed=1)
print(f"SD-03 in place: {before.aal_yen - after.aal_yen:,} a year less")

# %% Every incident as a table for pandas, Polars, DuckDB or a spreadsheet
losses.write(Path("losses.parquet"), model, 10_000, seed=1)
