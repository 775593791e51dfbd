#!/usr/bin/env python3
"""The jobs of `sweepfarm bench`, written in NumPy: one core, batches that fit the cache.

Same inputs, distributions and statistics (mean, standard deviation, three quantiles from a histogram of bit patterns,
one probability; for chip-breakeven the best of three options, its share and the regrets). Two versions of each
shared-draw job: `plain` evaluates the whole model for every cell, as the text reads; `hoisted` computes what does not
depend on the cell once, as a careful author would. With --farm the program's own figures stand beside, taken in turn.
"""

import argparse
import json
import os
import statistics
import subprocess
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


def beta(rng, n, a, b):
    return rng.beta(a, b, n)


def breakeven_draws(rng, n):
    return {
        "nre_build": 350e6 * np.exp(0.5 * rng.standard_normal(n)),
        "nre_codesign": 200e6 * np.exp(0.5 * rng.standard_normal(n)),
        "software_cost": 230e6 * np.exp(0.5 * rng.standard_normal(n)),
        "software_ratio": beta(rng, n, 8, 2),
        "margin_codesign": triangular(rng, n, 0.45, 0.55, 0.68),
        "wafer_price": lognormal(rng, n, 18e3, 28e3),
        "defect_density": lognormal(rng, n, 0.07, 0.15),
        "hbm_price": 15 * np.exp(0.3 * rng.standard_normal(n)),
        "assembly_yield": beta(rng, n, 38, 2),
        "vendor_price": 32000 * np.exp(0.15 * rng.standard_normal(n)),
        "energy_price": lognormal(rng, n, 0.05, 0.12),
        "discount_rate": logit_normal(rng, n, 0.07, 0.13),
    }


def breakeven_parts(x):
    """What does not depend on volume and performance: cost of a merchant chip, and for co-design and build the fixed
    cost and the cost of an own chip."""
    area, alpha, harvest = 840.0, 3.0, 0.6
    pitch = (np.sqrt(area) + 0.2) ** 2
    radius = 150.0 - 3
    gross = np.pi * radius**2 / pitch - np.pi * 2 * radius / np.sqrt(2 * pitch)
    perfect = (1 + area * x["defect_density"] / 100 / alpha) ** -alpha
    sellable = perfect + (1 - perfect) * harvest
    parts = x["wafer_price"] / (gross * sellable) + 216 * x["hbm_price"] + 12000 / 16 + 300
    cogs = parts / x["assembly_yield"] + 900
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


def breakeven_costs(x, parts, volume, perf_ratio):
    merchant, own = parts
    ratio = perf_ratio * x["software_ratio"]
    return [volume * merchant] + [fixed + volume * (unit / ratio) for fixed, unit in own]


class Contest:
    """Mean of each option, share of scenarios in which it is the best, mean regret, mean of the best."""

    def __init__(self):
        self.count, self.best = 0, 0.0
        self.sums, self.regrets, self.wins = np.zeros(3), np.zeros(3), np.zeros(3, dtype=np.int64)

    def add(self, costs):
        best = np.minimum(np.minimum(costs[0], costs[1]), costs[2])
        taken = np.zeros(len(best), dtype=bool)
        for index, cost in enumerate(costs):
            self.sums[index] += cost.sum()
            self.regrets[index] += (cost - best).sum()
            won = (cost == best) & ~taken
            taken |= won
            self.wins[index] += np.count_nonzero(won)
        self.best += best.sum()
        self.count += len(best)

    def finish(self):
        return self.sums / self.count, self.wins / self.count, self.regrets / self.count, self.best / self.count


MAP = [(v, p) for v in np.geomspace(1e3, 1e6, 41) for p in (0.6, 0.8, 1.0, 1.2)]


def breakeven(n, batch, cells, hoisted):
    rng = np.random.Generator(np.random.Philox(2026))
    contests = [Contest() for _ in cells]
    rounds = max(1, n // batch // len(cells) // 3)
    for _ in range(rounds):
        draws = breakeven_draws(rng, batch)
        parts = breakeven_parts(draws)
        for (volume, perf_ratio), contest in zip(cells, contests):
            contest.add(breakeven_costs(draws, parts if hoisted else breakeven_parts(draws), volume, perf_ratio))
    return rounds * batch * len(cells) * 3, [contest.finish() for contest in contests][0]


# Name of the job of `sweepfarm bench`, variant, the job. A scenario of chip-breakeven is one option of one draw.
JOBS = [
    ("training-cost, own draws", "", training_own),
    ("training-cost, shared draws", "plain", lambda n, b: training_shared(n, b, hoisted=False)),
    ("training-cost, shared draws", "hoisted", lambda n, b: training_shared(n, b, hoisted=True)),
    ("chip-breakeven, own draws", "", lambda n, b: breakeven(n, b, [(1e5, 0.85)], hoisted=True)),
    ("chip-breakeven, shared draws", "plain", lambda n, b: breakeven(n, b, MAP, hoisted=False)),
    ("chip-breakeven, shared draws", "hoisted", lambda n, b: breakeven(n, b, MAP, hoisted=True)),
]


def farm_rates(program, extra):
    text = subprocess.run([program, "bench", "models", "--json", *extra], check=True, capture_output=True, text=True)
    return {result["name"]: result["per_second"] for result in json.loads(text.stdout)["results"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=float, default=4e6, help="scenarios a round")
    parser.add_argument("--batch", type=int, default=4096, help="scenarios a batch")
    parser.add_argument("--rounds", type=int, default=5, help="rounds; farm and NumPy take turns")
    parser.add_argument("--farm", metavar="PROGRAM", help="the sweepfarm program to measure beside NumPy")
    options = parser.parse_args()
    numpy, farm = {}, {}
    for _ in range(options.rounds):
        for name, variant, job in JOBS:
            start = time.process_time()
            done, _ = job(int(options.scenarios), options.batch)
            numpy.setdefault((name, variant), []).append(done / (time.process_time() - start))
        if options.farm:
            for name, rate in farm_rates(options.farm, ["--rounds", "1"]).items():
                farm.setdefault(name, []).append(rate)
    print(f"million scenarios a second of one core, processor time, median of {options.rounds} rounds taken in turn")
    for (name, variant), rates in numpy.items():
        rate = statistics.median(rates)
        line = f"{name + (' (' + variant + ')' if variant else ''):40} NumPy {rate / 1e6:8.2f}"
        for design in ("sobol", "random"):
            if f"{name}, {design}" in farm:
                ours = statistics.median(farm[f"{name}, {design}"])
                line += f"   {design} {ours / 1e6:8.2f} = {ours / rate:5.1f} x"
        print(line)


if __name__ == "__main__":
    main()
