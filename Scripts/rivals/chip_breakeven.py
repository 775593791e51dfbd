"""chip-breakeven in NumPy: 12 uncertain inputs, three options on the same draws, in batches that fit the cache.

Either the whole model is evaluated for every cell of the map, or what does not depend on the cell once (`hoisted`)."""

import numpy as np

from folds import Contest
from training_cost import logit_normal, lognormal, triangular


def draws(rng, n):
    return {
        "nre_build": 350e6 * np.exp(0.5 * rng.standard_normal(n)),
        "nre_codesign": 200e6 * np.exp(0.5 * rng.standard_normal(n)),
        "software_cost": 230e6 * np.exp(0.5 * rng.standard_normal(n)),
        "software_ratio": rng.beta(8, 2, n),
        "margin_codesign": triangular(rng, n, 0.45, 0.55, 0.68),
        "wafer_price": lognormal(rng, n, 18e3, 28e3),
        "defect_density": lognormal(rng, n, 0.07, 0.15),
        "hbm_price": 15 * np.exp(0.3 * rng.standard_normal(n)),
        "assembly_yield": rng.beta(38, 2, n),
        "vendor_price": 32000 * np.exp(0.15 * rng.standard_normal(n)),
        "energy_price": lognormal(rng, n, 0.05, 0.12),
        "discount_rate": logit_normal(rng, n, 0.07, 0.13),
    }


def parts(x):
    """What does not depend on volume and performance: cost of a merchant chip, and for co-design and build the fixed
    cost and the cost of an own chip."""
    area, alpha, harvest = 840.0, 3.0, 0.6
    pitch = (np.sqrt(area) + 0.2) ** 2
    radius = 150.0 - 3
    gross = np.pi * radius**2 / pitch - np.pi * 2 * radius / np.sqrt(2 * pitch)
    perfect = (1 + area * x["defect_density"] / 100 / alpha) ** -alpha
    sellable = perfect + (1 - perfect) * harvest
    chips = x["wafer_price"] / (gross * sellable) + 216 * x["hbm_price"] + 12000 / 16 + 300
    cogs = chips / x["assembly_yield"] + 900
    rate = x["discount_rate"]
    life = (1 - np.exp(-(5 * np.log(1 + rate)))) / rate

    def unit(price, host, power):
        energy = power * (0.8 * x["energy_price"] * 8.766) * life
        return price + host + power * 14.8 + energy + (price + host) * (0.05 * life)

    merchant = unit(x["vendor_price"], 15300, 2340)
    shared = 2 * 30e6 + x["software_cost"]
    own = []
    for nre, margin, operations in ((x["nre_codesign"], x["margin_codesign"], 0), (x["nre_build"], 0, 0.06)):
        own.append((nre + shared, unit(cogs / (1 - margin) * (1 + operations), 11800, 1800)))
    return merchant, own


def costs(x, known, volume, perf_ratio):
    merchant, own = known
    ratio = perf_ratio * x["software_ratio"]
    return [volume * merchant] + [fixed + volume * (unit / ratio) for fixed, unit in own]


MAP = [(v, p) for v in np.geomspace(1e3, 1e6, 41) for p in (0.6, 0.8, 1.0, 1.2)]
CELL = [(1e5, 0.85)]


class NumPyJob:
    def __init__(self, cells, hoisted, batch=4096):
        self.cells, self.hoisted, self.batch = cells, hoisted, batch
        self.rng = np.random.Generator(np.random.Philox(2026))
        self.contests = [Contest(3) for _ in cells]

    def step(self):
        x = draws(self.rng, self.batch)
        known = parts(x) if self.hoisted else None
        for (volume, perf_ratio), contest in zip(self.cells, self.contests):
            contest.add(costs(x, known if self.hoisted else parts(x), volume, perf_ratio))
        return self.batch * len(self.cells) * 3

    def shares(self):
        """Of one cell, how often each option is the best, and of how many samples."""
        watched = self.contests[len(self.contests) // 2]
        return watched.shares(), watched.count
