"""The independent cascade of one saved network in cynetdiff, run by the Python of the published packages: CPU seconds and mean size.

python cascade.py FILE RUNS : FILE is an npz of starts, to, chance and of the firms that are hit at first. Prints one line of JSON.
"""

import array
import json
import sys
import time
from importlib.metadata import version

import numpy as np
from cynetdiff.models import IndependentCascadeModel


def packed(kind: str, values: np.ndarray) -> array.array:
    out = array.array(kind)
    out.frombytes(values.tobytes())
    return out


def main(file: str, runs: int) -> None:
    saved = np.load(file)
    starts, to = (packed("I", saved[name].astype(np.uint32)) for name in ("starts", "to"))
    chance = packed("f", saved["chance"].astype(np.float32))
    model = IndependentCascadeModel(starts, to, activation_probs=chance, rng=np.random.default_rng(1))
    model.set_seeds(saved["first"].tolist())
    times, sizes = [], []
    for _ in range(runs):
        start = time.process_time()
        model.reset_model()
        model.advance_until_completion()
        times.append(time.process_time() - start)
        sizes.append(model.get_num_activated_nodes())
    print(
        json.dumps({"version": version("cynetdiff"), "cpu_s": float(np.median(times)), "size": float(np.mean(sizes))})
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
