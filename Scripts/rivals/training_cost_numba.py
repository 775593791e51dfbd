"""The money path of training-cost compiled by numba: draws by NumPy, then model and statistics as scalar loops."""

from math import exp, log, sqrt

import numba
import numpy as np

from folds import KEY_HIGH, KEY_LOW, SHIFT
from training_cost import THRESHOLD, draws, table, watched

jit = numba.njit(error_model="numpy")


@jit
def cost_of_flop(x, i):
    rate = 16384 / 8 * x[3, i]
    write, restart = x[4, i] / 3600, x[5, i] / 60
    mttf = 1 / rate
    half = write / (2 * mttf)
    interval = mttf if half >= 1 else sqrt(2 * write * mttf) * (1 + sqrt(half) / 3 + half / 9) - write
    exposure = rate * (interval + write)
    goodput = interval * rate / ((exp(exposure) - 1) * exp(rate * restart))
    utilisation = x[1, i] * (1 - x[2, i]) * x[13, i] * goodput
    decline = x[8, i]
    value = 44489.88 * x[6, i] * exp(-(decline * x[7, i]) * log(10.0))
    charge = value * (decline * (log(10.0) / 8766)) / (1 - x[9, i])
    energy = 700 * 1.82143 / 1000 * x[10, i] * x[11, i] * x[12, i]
    return x[0, i] / (3600 * 989e12 * utilisation) * (charge + energy)


@jit
def costs(x, out):
    for i in range(out.size):
        out[i] = cost_of_flop(x, i)


@jit
def fold(cost, bits, cells, sums, bins):
    for c in range(cells.size):
        total, squares, over, pivot = 0.0, 0.0, 0, sums[c, 3]
        for i in range(cost.size):
            value = cells[c] * cost[i]
            centred = value - pivot
            total += centred
            squares += centred * centred
            over += value > THRESHOLD
            bits[i] = value
        for key in bits.view(np.int64):
            bins[c, (key >> SHIFT) - KEY_LOW] += 1
        sums[c, 0] += total
        sums[c, 1] += squares
        sums[c, 2] += over


def evaluate(x):
    out = np.empty(x.shape[1])
    costs(x, out)
    return out


class Job:
    def __init__(self, cells, batch=4096):
        self.cells, self.batch, self.count = np.array(cells), batch, 0
        self.rng = np.random.Generator(np.random.Philox(2026))
        self.sums = np.zeros((len(cells), 4))
        self.sums[:, 3] = self.cells * 1e-18
        self.bins = np.zeros((len(cells), KEY_HIGH - KEY_LOW), dtype=np.int64)

    def step(self):
        cost = evaluate(table(draws(self.rng, self.batch)))
        fold(cost, np.empty(self.batch), self.cells, self.sums, self.bins)
        self.count += self.batch
        return self.batch * len(self.cells)

    def shares(self):
        return [self.sums[watched(self.cells), 2] / self.count], self.count
