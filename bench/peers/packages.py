"""The plain problem by published packages, each by its own means: python packages.py NAME YEARS prints CPU seconds and the result as JSON.

Runs in an environment of its own (``make peers``); what a package cannot do is said beside it and left out or done outside.
"""

import json
import math
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import problem
from numpy.typing import NDArray
from problem import AGGREGATE, DEDUCTIBLE, KINDS, LIMIT

Reals = NDArray[np.float64]


def pal(years: int) -> Reals:
    """proteusllp-actuarial-library: the closest in kind. The yearly limit over all kinds is applied outside."""
    from pal import config, distributions, set_random_seed
    from pal.contracts import XoL
    from pal.frequency_severity import FrequencySeverityModel

    config.n_sims = years
    set_random_seed(1)
    net = np.zeros(years)
    for kind in KINDS:
        frequency = (
            distributions.NegBinomial(kind.shape, kind.shape / (kind.shape + kind.mean))
            if kind.shape
            else distributions.Poisson(kind.mean)
        )
        losses = FrequencySeverityModel(
            frequency, distributions.LogNormal(math.log(kind.median), kind.sigma)
        ).generate()
        net += np.asarray(XoL("layer", LIMIT, DEDUCTIBLE, 0.0).apply(losses).recoveries.aggregate().values)
    return np.minimum(net, AGGREGATE)


def pyfair(years: int) -> Reals:
    """pyfair: one magnitude a year times the number of incidents, and no terms, so its tail is another; given raw draws."""
    import pandas
    import pyfair as fair

    chance, models = np.random.default_rng(1), []
    for number, kind in enumerate(KINDS):
        counts = chance.poisson(
            kind.mean * chance.gamma(kind.shape, 1 / kind.shape, years) if kind.shape else kind.mean, years
        )
        model = fair.FairModel(name=str(number), n_simulations=years)
        model.input_raw_data("Loss Event Frequency", pandas.Series(counts.astype(float)))
        magnitude = kind.median * np.exp(kind.sigma * chance.standard_normal(years))
        model.input_raw_data("Loss Magnitude", pandas.Series(magnitude))
        model.calculate_all()
        models.append(model)
    whole = fair.FairMetaModel(name="all", models=models)
    whole.calculate_all()
    return np.asarray(whole.export_results()["Risk"], float)


def gemact(years: int) -> Reals:
    """gemact by Monte Carlo: it refuses a frailty as wide as two of the kinds have, which are narrowed to 1; years are drawn again."""
    from gemact import Frequency, Layer, LossModel, PolicyStructure, Severity

    net = np.zeros(years)
    for number, kind in enumerate(KINDS):
        shape = max(kind.shape, 1.0)
        frequency = (
            Frequency(dist="nbinom", par={"n": shape, "p": shape / (shape + kind.mean)})
            if kind.shape
            else Frequency(dist="poisson", par={"mu": kind.mean})
        )
        model = LossModel(
            frequency=frequency,
            severity=Severity(dist="lognormal", par={"scale": kind.median, "shape": kind.sigma}),
            policystructure=PolicyStructure(layers=Layer(cover=LIMIT, deductible=DEDUCTIBLE)),
            random_state=1 + number,
            aggr_loss_dist_method="mc",
            n_sim=years,
        )
        net += model.rvs(years, random_state=100 + number)
    return np.minimum(net, AGGREGATE)


PACKAGES: dict[str, Callable[[int], Reals]] = {"pal": pal, "pyfair": pyfair, "gemact": gemact}


def main(name: str, years: int) -> None:
    """One run after a small one that loads and compiles what there is to compile."""
    warnings.filterwarnings("ignore")
    PACKAGES[name](1000)
    start = time.process_time()
    net = PACKAGES[name](years)
    print(json.dumps({"seconds": time.process_time() - start, "mean": float(net.mean()), "tvar": problem.tvar(net)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
