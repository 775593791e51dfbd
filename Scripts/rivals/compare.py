#!/usr/bin/env python3
"""Times the jobs of `sweepfarm bench models` and what others write by hand, in turn, on one core.

Rivals: C++ with eight lanes and everything fused (needs clang++ or g++), scalar loops compiled by numba (needs numba),
NumPy with the shared work taken out, and NumPy as the equations read. Every rival draws its own numbers and keeps the
same statistics. Before anything is timed a rival must meet recorded costs or those of another rival, and afterwards the
shares it found must agree with the others' within their sampling error; one that does not is named and left out.
"""

import argparse
import importlib
import json
import math
import statistics
import subprocess
import sys
import time

import chip_breakeven
import chip_strategy
import chip_strategy_numpy
import chip_strategy_sums
import native
import training_cost

OWN, SHARED = "training-cost, own draws", "training-cost, shared draws"


class Rival:
    """A job, named as the program's own job begins. `make` returns the job and what is wrong with it."""

    def __init__(self, name, who, make):
        self.name, self.who, self.rates = name, who, []
        self.job, self.faults = make()
        # Compilers in time and caches are warm before the first turn.
        self.job.step()

    def time(self, seconds):
        done, start = 0, time.process_time()
        while True:
            done += self.job.step()
            spent = time.process_time() - start
            if spent >= seconds:
                self.rates.append(done / spent)
                return


def checked_chip(evaluate, batch):
    return chip_strategy.Job(evaluate, batch), chip_strategy.faults(evaluate, chip_strategy_sums.evaluate)


def numba(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        raise native.Missing(f"numba: not installed for {sys.executable}; `pip install numba` brings it") from None


def chip_native():
    job = native.ChipStrategy()
    return job, chip_strategy.faults(job.evaluate, chip_strategy_sums.evaluate)


def training_native(cells):
    job = native.TrainingCost(cells)
    return job, training_cost.faults(job.evaluate)


def training_numba(cells):
    module = numba("training_cost_numba")
    return module.Job(cells), training_cost.faults(module.evaluate)


def plans():
    one, many = [training_cost.FLOP], training_cost.MAP
    chip, cell, cells = chip_breakeven.NumPyJob, chip_breakeven.CELL, chip_breakeven.MAP
    return [
        ("chip-strategy, own draws", "C++", chip_native),
        ("chip-strategy, own draws", "numba", lambda: checked_chip(numba("chip_strategy_numba").evaluate, 4096)),
        ("chip-strategy, own draws", "NumPy, running sums", lambda: checked_chip(chip_strategy_sums.evaluate, 32768)),
        ("chip-strategy, own draws", "NumPy, as it reads", lambda: checked_chip(chip_strategy_numpy.evaluate, 16384)),
        (OWN, "C++", lambda: training_native(one)),
        (OWN, "numba", lambda: training_numba(one)),
        (OWN, "NumPy", lambda: (training_cost.NumPyJob(one, hoisted=True), [])),
        (SHARED, "C++", lambda: training_native(many)),
        (SHARED, "numba", lambda: training_numba(many)),
        (SHARED, "NumPy, shared work once", lambda: (training_cost.NumPyJob(many, hoisted=True), [])),
        (SHARED, "NumPy, as it reads", lambda: (training_cost.NumPyJob(many, hoisted=False), [])),
        ("chip-breakeven, own draws", "NumPy", lambda: (chip(cell, hoisted=True), [])),
        ("chip-breakeven, shared draws", "NumPy, shared work once", lambda: (chip(cells, hoisted=True), [])),
        ("chip-breakeven, shared draws", "NumPy, as it reads", lambda: (chip(cells, hoisted=False), [])),
    ]


def rivals(names):
    """Those that can run here and meet their figures; the others are named with the reason."""
    found, said = [], set()
    for name, who, make in plans():
        if names and not any(wanted in name for wanted in names):
            continue
        try:
            rival = Rival(name, who, make)
        except native.Missing as reason:
            if str(reason) not in said:
                print(f"left out: {reason}")
            said.add(str(reason))
            continue
        if rival.faults:
            more = f" (and {len(rival.faults) - 1} more)" if len(rival.faults) > 1 else ""
            print(f"not timed: {name}, {who}: {rival.faults[0]}{more}")
        else:
            found.append(rival)
    return found


def strangers(found):
    """Rivals whose shares differ from those of the first of their job by more than sampling explains."""
    result = []
    for rival in found:
        first = next(other for other in found if other.name == rival.name)
        (a, n), (b, m) = first.job.shares(), rival.job.shares()
        for p, q in zip(a, b):
            error = math.sqrt(max(p * (1 - p), 1 / n) * (1 / n + 1 / m))
            if abs(p - q) > 6 * error:
                result.append((rival, f"a share of {q:.4f} where {first.who} finds {p:.4f}"))
                break
    return result


def program_results(program, names):
    command = [program, "bench", *(names or ["models"]), "--json", "--rounds", "1"]
    text = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(text.stdout)["results"]


class Ours:
    """Rates and shares of the peak of the program's own jobs, by name."""

    def __init__(self):
        self.rates, self.peaks = {}, {}

    def add(self, results):
        for result in results:
            if result["group"] == "models":
                self.rates.setdefault(result["name"], []).append(result["per_second"])
                if result.get("share_of_peak") is not None:
                    self.peaks.setdefault(result["name"], []).append(result["share_of_peak"])

    def of(self, name):
        """Median rates of the jobs whose names begin so."""
        return {full: statistics.median(rates) for full, rates in self.rates.items() if full.startswith(name)}


def line(who, rates, more):
    spread = f"({min(rates) / 1e6:.4g} to {max(rates) / 1e6:.4g})"
    print(f"  {who:38}{statistics.median(rates) / 1e6:10.4g}  {spread:22}{more}".rstrip())


def report(found, ours):
    names = list(dict.fromkeys([rival.name for rival in found]))
    for name in names:
        mine = ours.of(name)
        designs = ", ".join("Sobol'" if full.endswith("sobol") else "Philox" for full in mine)
        ratio = f", and how much faster the program is ({designs})" if mine else ""
        print(f"\n{name}: million scenarios a second{ratio}")
        for full, rates in ours.rates.items():
            if full in mine:
                peak = ours.peaks.get(full)
                design = full.removeprefix(name).replace(", sobol", ", Sobol'").replace(", random", ", Philox")
                who = "SweepFarm" + design
                line(who, rates, f"{statistics.median(peak):.0%} of peak" if peak else "")
        for rival in found:
            if rival.name == name:
                rate = statistics.median(rival.rates)
                compiler = getattr(rival.job, "compiler", None)
                ratios = [f"{value / rate:.3g} x" for value in mine.values()]
                line(f"{rival.who} ({compiler})" if compiler else rival.who, rival.rates, ", ".join(ratios))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="parts of job names; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, in each of which all take a turn (5)")
    parser.add_argument("--seconds", type=float, default=0.5, help="processor time of a turn (0.5)")
    parser.add_argument("--program", help="the sweepfarm program to measure beside them")
    options = parser.parse_args()
    if options.rounds < 1 or not options.seconds > 0:
        parser.error("--rounds takes 1 or more, --seconds more than 0")
    jobs = list(dict.fromkeys(name for name, _, _ in plans()))
    unknown = [wanted for wanted in options.names if not any(wanted in name for name in jobs)]
    if unknown:
        parser.error(f"no job is named like {', '.join(unknown)}; there are: {'; '.join(jobs)}")
    found, ours = rivals(options.names), Ours()
    for number in range(options.rounds):
        for rival in found:
            rival.time(options.seconds)
        if number == 0:
            for rival, fault in strangers(found):
                print(f"not timed: {rival.name}, {rival.who}: {fault}")
                found.remove(rival)
        if options.program:
            ours.add(program_results(options.program, options.names))
    print(f"one core, processor time, median (slowest to fastest) of {options.rounds} rounds taken in turn")
    report(found, ours)


if __name__ == "__main__":
    main()
