"""What is kept of a stream of costs, in NumPy: the statistics the farm keeps, batch by batch."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402

SHIFT = 45  # seven bits of mantissa, as the farm's histogram
KEY_LOW, KEY_HIGH = (1023 - 20) << 7, (1023 + 60) << 7


class Spread:
    """Mean, standard deviation, quantiles and a probability."""

    def __init__(self, threshold=0.0):
        self.threshold = threshold
        self.count, self.total, self.squares, self.over = 0, 0.0, 0.0, 0
        self.pivot = None
        self.bins = np.zeros(KEY_HIGH - KEY_LOW, dtype=np.int64)

    def add(self, values):
        if self.pivot is None:
            self.pivot = float(values.mean())
        centred = values - self.pivot
        self.count += len(values)
        self.total += centred.sum()
        self.squares += np.dot(centred, centred)
        self.over += np.count_nonzero(values > self.threshold)
        keys = (values.view(np.int64) >> SHIFT) - KEY_LOW
        first = int(keys.min())
        counts = np.bincount(keys - first)
        self.bins[first : first + len(counts)] += counts

    def mean(self):
        return self.pivot + self.total / self.count

    def sd(self):
        return np.sqrt((self.squares - self.total**2 / self.count) / (self.count - 1))

    def keys(self):
        """Histogram keys of p5, p50 and p95."""
        ranks = np.cumsum(self.bins)
        return [int(np.searchsorted(ranks, np.ceil(q * self.count))) + KEY_LOW for q in (0.05, 0.5, 0.95)]

    def share(self):
        return self.over / self.count


class Contest:
    """Of options on the same scenarios: mean of each, share of scenarios in which it is the best, mean regret, mean of
    the best; with `spread`, standard deviation and quantiles of each besides."""

    def __init__(self, options, spread=False):
        self.count, self.best = 0, 0.0
        self.sums, self.regrets, self.wins = np.zeros(options), np.zeros(options), np.zeros(options, dtype=np.int64)
        self.spreads = [Spread() for _ in range(options)] if spread else []

    def add(self, costs):
        best = costs[0]
        for cost in costs[1:]:
            best = np.minimum(best, cost)
        taken = np.zeros(len(best), dtype=bool)
        for index, cost in enumerate(costs):
            self.sums[index] += cost.sum()
            self.regrets[index] += (cost - best).sum()
            won = (cost == best) & ~taken
            taken |= won
            self.wins[index] += np.count_nonzero(won)
        for spread, cost in zip(self.spreads, costs):
            spread.add(cost)
        self.best += best.sum()
        self.count += len(best)

    def shares(self):
        return self.wins / self.count
