"""The money path of training-cost: draws of 14 uncertain inputs and the model in NumPy, in batches that fit the cache.

Two versions of the job in which all cells share their draws: `plain` evaluates the whole model for every cell, as the
text reads; `hoisted` computes what does not depend on the cell once, as a careful author would."""

import numpy as np

from folds import Spread

Z95 = 1.6448536269514722
NAMES = [
    "compute_factor", "mfu", "idle_share", "node_failures", "checkpoint_write", "restart_minutes", "price_factor",
    "years_owned", "price_decline", "interconnect_share", "average_power", "pue", "power_price", "counted_tokens",
]  # fmt: skip
# FLOP of a run: of the job with one cell, and of the map.
FLOP = 6 * 4.05e11 * 1.56e13
MAP = [6 * p * t for p in np.geomspace(1e10, 2e12, 41) for t in (1e12, 4e12, 1.6e13, 6.4e13)]
THRESHOLD = 1e8


def watched(cells):
    """The cell whose share over the threshold rivals compare: one where it is neither 0 nor 1."""
    return len(cells) // 2 | 1 if len(cells) > 1 else 0


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


def draws(rng, n):
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
        "average_power": lognormal(rng, n, 0.56, 0.99),
        "pue": rng.uniform(1.08, 1.35, n),
        "power_price": lognormal(rng, n, 0.04, 0.11),
        "counted_tokens": rng.uniform(0.95, 1, n),
    }


def cost_of_flop(x):
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


def table(x):
    """The rows that compiled rivals read."""
    return np.ascontiguousarray([x[name] for name in NAMES])


def faults(evaluate):
    """What a compiled rival gets wrong: costs of a FLOP in random scenarios, against NumPy."""
    x = draws(np.random.Generator(np.random.Philox(11)), 4096)
    off = np.abs(evaluate(table(x)) / cost_of_flop(x) - 1).max()
    return [] if off <= 1e-12 else [f"random scenarios are off by {off:.1e}"]


class NumPyJob:
    def __init__(self, cells, hoisted, batch=4096):
        self.cells, self.hoisted, self.batch = cells, hoisted, batch
        self.rng = np.random.Generator(np.random.Philox(2026))
        self.spreads = [Spread(THRESHOLD) for _ in cells]

    def step(self):
        x = draws(self.rng, self.batch)
        cost = cost_of_flop(x) if self.hoisted else None
        for flop, spread in zip(self.cells, self.spreads):
            spread.add(flop * (cost if self.hoisted else cost_of_flop(x)))
        return self.batch * len(self.cells)

    def shares(self):
        """Of one cell, how often cost is over the threshold, and of how many samples."""
        spread = self.spreads[watched(self.cells)]
        return [spread.share()], spread.count
