"""Compiles the C++ rivals once and calls them by ctypes."""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

import numpy as np

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
