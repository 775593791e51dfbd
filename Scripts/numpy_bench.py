#!/usr/bin/env python3
"""The jobs of `sweepfarm bench`, written in NumPy: one core, batches that fit the cache.

Same inputs, distributions and statistics (mean, standard deviation, three quantiles from a histogram of bit patterns,
one probability). Two versions of each shared-draw job: `plain` evaluates the whole model for every cell, as the text
reads; `hoisted` computes what does not depend on the cell once, as a careful author would. Prints one JSON line a job:
scenarios per second, median of the rounds.
"""

import argparse
import json
import os
import statistics
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402

Z95 = 1.6448536269514722
SHIFT = 45  # seven bits of mantissa, as the farm's histogram
KEY_LOW, KEY_HIGH = (1023 - 20) << 7, (1023 + 60) << 7


def lognormal(rng, n, low, high):
    mu, sigma = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z95)
    return np.exp(mu + sigma * rng.standard_normal(n))


def logit_normal(rng, n, low, high):
    a, b = np.log(low / (1 - low)), np.log(high / (1 - high))
    return 1 / (1 + np.exp(-((a + b) / 2 + (b - a) / (2 * Z95) * rng.standard_normal(n))))


def normal(rng, n, low, high):
    return (low + high) / 2 + (high - low) / (2 * Z95) * rng.standard_normal(n)


def triangular(rng, n, low, mode, high):
    u = rng.random(n)
    width = high - low
    return np.where(
        u * width < mode - low,
        low + np.sqrt(u * width * (mode - low)),
        high - np.sqrt((1 - u) * width * (high - mode)),
    )


class Statistics:
    """Mean, standard deviation, quantiles and a probability, batch by batch."""

    def __init__(self, threshold):
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

    def finish(self):
        mean = self.pivot + self.total / self.count
        sd = np.sqrt((self.squares - self.total**2 / self.count) / (self.count - 1))
        ranks = np.cumsum(self.bins)
        found = [int(np.searchsorted(ranks, np.ceil(q * self.count))) + KEY_LOW for q in (0.05, 0.5, 0.95)]
        return mean, sd, found, self.over / self.count


def training_draws(rng, n):
    return {
        "compute_factor": lognormal(rng, n, 0.5, 2),
        "mfu": logit_normal(rng, n, 0.30, 0.45),
        "idle_share": triangular(rng, n, 0, 0.085, 0.25),
        "node_failures": lognormal(rng, n, 1e-4, 3e-4),
        "checkpoint_write": lognormal(rng, n, 5, 120),
        "restart_minutes": triangular(rng, n, 2, 5, 20),
        "price_factor": lognormal(rng, n, 0.5, 2),
        "years_owned": rng.uniform(0.3, 2, n),
        "price_decline": normal(rng, n, 0.10, 0.18),
        "interconnect_share": triangular(rng, n, 0.065, 0.19, 0.242),
        "average_power": lognormal(rng, n, 0.56, 1),
        "pue": rng.uniform(1.08, 1.35, n),
        "power_price": lognormal(rng, n, 0.04, 0.11),
        "counted_tokens": rng.uniform(0.95, 1, n),
    }


def training_rate(x):
    """Owning cost of one FLOP: everything of the money path that does not depend on parameters and tokens."""
    chips, chips_per_node, peak, price, tdp, ratio = 16384, 8, 989e12, 44489.88, 700, 1.82143
    rate = chips / chips_per_node * x["node_failures"]
    write, restart = x["checkpoint_write"] / 3600, x["restart_minutes"] / 60
    mttf = 1 / rate
    half = write / (2 * mttf)
    interval = np.sqrt(2 * write * mttf) * (1 + np.sqrt(half) / 3 + half / 9) - write
    interval = np.where(half >= 1, mttf, interval)
    segment = interval + write
    exposure = rate * segment
    goodput = interval / (segment * (np.expm1(exposure) / exposure) * np.exp(rate * restart))
    utilisation = x["mfu"] * (1 - x["idle_share"]) * x["counted_tokens"] * goodput
    hours = x["compute_factor"] / (3600 * peak * utilisation)
    decline = x["price_decline"]
    value = price * x["price_factor"] * np.exp(-(decline * x["years_owned"]) * np.log(10))
    charge = value * (decline * (np.log(10) / 8766))
    share = x["interconnect_share"]
    energy = tdp * ratio * x["average_power"] * x["pue"] / 1000 * x["power_price"]
    return hours * (charge + charge * (share / (1 - share)) + energy)


def training_own(n, batch):
    rng = np.random.Generator(np.random.Philox(2026))
    stats = Statistics(1e8)
    for _ in range(n // batch):
        stats.add(6 * 4.05e11 * 1.56e13 * training_rate(training_draws(rng, batch)))
    return n // batch * batch, stats.finish()


CELLS = [(p, t) for p in np.geomspace(1e10, 2e12, 41) for t in (1e12, 4e12, 1.6e13, 6.4e13)]


def training_shared(n, batch, hoisted):
    rng = np.random.Generator(np.random.Philox(2026))
    stats = [Statistics(1e8) for _ in CELLS]
    for _ in range(max(1, n // batch // len(CELLS))):
        draws = training_draws(rng, batch)
        rate = training_rate(draws)
        for (params, tokens), cell in zip(CELLS, stats):
            cell.add(6 * params * tokens * (rate if hoisted else training_rate(draws)))
    done = max(1, n // batch // len(CELLS)) * batch * len(CELLS)
    return done, [cell.finish() for cell in stats][0]


def breakeven_own(n, batch):
    """Own-silicon cost against buying, at one volume: yields, packaged cost, opex, three strategies."""
    rng = np.random.Generator(np.random.Philox(2026))
    stats = Statistics(0)
    for _ in range(n // batch):
        stats.add(breakeven_costs(rng, batch))
    return n // batch * batch, stats.finish()


JOBS = {
    "training-cost own draws": lambda n, b: training_own(n, b),
    "training-cost shared draws, plain": lambda n, b: training_shared(n, b, hoisted=False),
    "training-cost shared draws, hoisted": lambda n, b: training_shared(n, b, hoisted=True),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=float, default=4e6, help="scenarios a round")
    parser.add_argument("--batch", type=int, default=4096, help="scenarios a batch")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for name, job in JOBS.items():
        rates = []
        for _ in range(options.rounds):
            start = time.process_time()
            done, _ = job(int(options.scenarios), options.batch)
            rates.append(done / (time.process_time() - start))
        print(json.dumps({"job": name, "scenarios_per_second": statistics.median(rates)}), flush=True)


if __name__ == "__main__":
    main()
