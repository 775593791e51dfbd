"""Compiles the C++ rivals once and calls them by ctypes."""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

import numpy as np

import chip_strategy
import training_cost

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent.parent / ".build" / "rivals"
FLAGS = ["-std=c++17", "-O3", "-fno-math-errno", "-ffp-contract=fast", "-Wno-psabi", "-shared", "-fPIC"]


class Missing(Exception):
    """A tool is not there; the text says which and how to get it."""


def compilers():
    named = [os.environ["CXX"]] if os.environ.get("CXX") else ["clang++", "g++"]
    return [path for path in map(shutil.which, named) if path]


def library(name):
    """The shared library of NAME.cpp, compiled for this machine."""
    sources = sorted(HERE.glob("*.h")) + [HERE / f"{name}.cpp"]
    tune = "-march=native" if platform.machine() in ("x86_64", "AMD64") else "-mcpu=native"
    said = "no compiler; `apt-get install g++` brings one"
    for compiler in compilers():
        command = [compiler, *FLAGS, tune]
        text = " ".join(command) + platform.node() + "".join(source.read_text() for source in sources)
        built = BUILT / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.so"
        if not built.exists():
            BUILT.mkdir(parents=True, exist_ok=True)
            fresh = built.with_suffix(f".{os.getpid()}")
            run = subprocess.run([*command, str(sources[-1]), "-o", str(fresh)], capture_output=True, text=True)
            if run.returncode != 0:
                said = f"{compiler} failed: {run.stderr.strip().splitlines()[0] if run.stderr.strip() else 'no reason'}"
                continue
            fresh.rename(built)
        return ctypes.CDLL(str(built)), Path(compiler).name
    raise Missing(f"C++: {said}")


def doubles(array):
    """A pointer to a contiguous array of doubles."""
    assert array.dtype == np.float64 and array.flags.c_contiguous
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


class ChipStrategy:
    """All of it in C++: draws, six strategies, statistics."""

    samples = 1 << 15

    def __init__(self):
        self.code, self.compiler = library("chip_strategy")
        self.seed, self.out = 0, np.zeros(43)

    def evaluate(self, table, z):
        costs = np.empty((6, table.shape[1]))
        for _, _, members in chip_strategy.groups(table):
            padded = np.resize(members, -(-len(members) // 8) * 8)
            x, shocks, found = table[:, padded].copy(), z[:, padded].copy(), np.empty((6, len(padded)))
            self.code.chip_evaluate(doubles(x), doubles(shocks), ctypes.c_long(len(padded)), doubles(found))
            costs[:, members] = found[:, : len(members)]
        return costs

    def step(self):
        self.seed += 1
        demand = ctypes.c_double(chip_strategy.INPUTS["D0"])
        self.code.chip_run(ctypes.c_long(self.samples), ctypes.c_uint(self.seed), demand, doubles(self.out))
        return 6 * self.samples

    def shares(self):
        return list(self.out[5:42:7]), self.samples


class TrainingCost:
    """All of it in C++: draws, model, statistics."""

    def __init__(self, cells):
        self.code, self.compiler = library("training_cost")
        self.cells, self.seed, self.out = np.array(cells), 0, np.zeros(6)
        self.samples = 1 << 17 if len(cells) == 1 else 1 << 16

    def evaluate(self, table):
        costs = np.empty(table.shape[1])
        self.code.training_evaluate(doubles(table), ctypes.c_long(len(costs)), doubles(costs))
        return costs

    def step(self):
        self.seed += 1
        self.code.training_run(
            ctypes.c_long(self.samples), ctypes.c_uint(self.seed), doubles(self.cells), len(self.cells),
            training_cost.watched(self.cells), doubles(self.out),
        )  # fmt: skip
        return self.samples * len(self.cells)

    def shares(self):
        return [self.out[5]], self.samples
