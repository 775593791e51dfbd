#!/usr/bin/env python3
"""Measures the coordinator: real processes, real sockets, workers that compute nothing.

  farm.py jobs --program SWEEPFARM    jobs accepted a second with the journal on and processor time a job, beside libzmq
                                      alone with messages of the same sizes (needs a C compiler) and beside no-op tasks
                                      of dask.distributed (needs it installed), in turn
  farm.py load --program SWEEPFARM    10,000 workers and a sweep of 10^11 scenarios: memory, processor time, how long
                                      heartbeats wait; then the coordinator is killed and started again: how long until
                                      all workers lease again. First over 40 connections that the workers share, then
                                      with a connection each, for which libzmq alone takes some 45 KB
  farm.py efficiency --program SWEEPFARM   two worker cores under the farm, jobs of a second, beside the same cores that
                                      compute the same blocks without any farm (`sweepfarm compute`), in turn; processor
                                      time, so that other programs of the machine do not matter
  farm.py straggler --program SWEEPFARM    a sweep on four workers, and again with one of them slowed 20 times
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

# One cell, so that a result is a few bytes, and more blocks than anybody computes here.
SWEEP = """
sweep: load
model: chip-breakeven
seed: 1
uncertain: {volume: default}
sample: {design: random, size: 100000000000, replicates: 1}
report:
  cost: {of: cost, stats: [mean]}
"""

# Bytes of a result, its acknowledgement and a lease of such a sweep, as frames.
RESULT, ACKNOWLEDGEMENT, LEASE = 190, 90, 85


def fail(sentence):
    sys.exit(f"farm.py: {sentence}")


class Usage:
    """Processor seconds and memory of a process."""

    def __init__(self, pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        self.seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        self.resident = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))
        self.at = time.monotonic()


class Farm:
    """A coordinator with the sweep submitted, and swarms of workers."""

    def __init__(self, program, folder, *options):
        self.program, self.folder, self.options = program, pathlib.Path(folder), options
        self.swarms, self.reports = [], []
        self.address = "tcp://127.0.0.1:0"
        self.start()
        (self.folder / "load.yaml").write_text(SWEEP)
        self.run("submit", str(self.folder / "load.yaml"), "--id", "load")

    def start(self):
        log = open(self.folder / "coordinator.log", "a")
        self.coordinator = subprocess.Popen(
            [self.program, "coordinator", "--listen", self.address, "--journal", str(self.folder / "journal"),
             *self.options], stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.coordinator.stdout.readline()
        if "listening on " not in line:
            fail(f"the coordinator did not start: {line}{(self.folder / 'coordinator.log').read_text()[-2000:]}")
        self.address = line.split("listening on ")[1].split()[0]

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--connect", self.address], capture_output=True, text=True)
        if done.returncode:
            fail(f"{' '.join(words)}: {done.stderr}{done.stdout}")
        return done.stdout

    def add_swarm(self, workers, *options):
        report = open(self.folder / f"swarm-{len(self.swarms)}.jsonl", "w+")
        self.swarms.append(subprocess.Popen(
            [self.program, "swarm", "--connect", self.address, "--workers", str(workers), *options], stdout=report))
        self.reports.append(report.name)

    def last_reports(self):
        lines = [pathlib.Path(name).read_text().splitlines() for name in self.reports]
        return [json.loads(each[-1]) if each else {"serving": 0, "leasing": 0, "jobs": 0, "epoch": 0} for each in lines]

    def status(self):
        status = json.loads(self.run("status", "load", "--json"))
        return status["sweeps"][0] if "sweeps" in status else status

    def usage(self):
        return Usage(self.coordinator.pid)

    def kill(self):
        self.coordinator.kill()
        self.coordinator.wait()

    def end(self):
        for process in [*self.swarms, self.coordinator]:
            process.send_signal(signal.SIGTERM)
        for process in [*self.swarms, self.coordinator]:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def accepted(status):
    return next((count for name, count in counts(status).items() if name == "accepted"), 0)


def counts(status):
    found = status["counts"]
    return found if isinstance(found, dict) else {each["name"]: each["count"] for each in found}


def farm_jobs(program, seconds):
    """Jobs accepted a second, and the coordinator's processor microseconds for each."""
    with tempfile.TemporaryDirectory() as folder:
        farm = Farm(program, folder, "--job-blocks", "1")
        try:
            farm.add_swarm(8, "--cores", "128", "--scan", "2")
            time.sleep(3)
            before, first = farm.usage(), accepted(farm.status())
            time.sleep(seconds)
            after, last = farm.usage(), accepted(farm.status())
        finally:
            farm.end()
    jobs = last - first
    return jobs / (after.at - before.at), (after.seconds - before.seconds) / max(jobs, 1) * 1e6


def ceiling(seconds):
    """Jobs a second of libzmq alone."""
    source = pathlib.Path(__file__).with_name("zmq_ceiling.c")
    compiler = next((name for name in ("clang", "cc", "gcc") if shutil.which(name)), None)
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        binary = str(pathlib.Path(folder) / "zmq_ceiling")
        subprocess.run([compiler, "-O2", str(source), "-o", binary, "-lzmq"], check=True)
        sizes = [str(size) for size in (RESULT, ACKNOWLEDGEMENT, LEASE)]
        return float(subprocess.run([binary, str(seconds), "2048", *sizes], capture_output=True, text=True, check=True).stdout)


def nothing(number):
    return None


def dask_tasks(cluster, seconds):
    """No-op tasks a second, submitted, run and gathered."""
    tasks, start = 0, time.monotonic()
    while time.monotonic() - start < seconds:
        cluster.gather(cluster.map(nothing, range(tasks, tasks + 2000), pure=False))
        tasks += 2000
    return tasks / (time.monotonic() - start)


def show(name, unit, rates, extra=""):
    print(f"{name:42}{statistics.median(rates):12,.0f} {unit}/s   ({min(rates):,.0f} to {max(rates):,.0f}){extra}")


def jobs(arguments):
    try:
        from distributed import Client
        client = Client(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    except ImportError:
        client = None
        print("dask.distributed: not installed; `pip install distributed` brings it", file=sys.stderr)
    farm, processor, bare, dask = [], [], [], []
    for _ in range(arguments.rounds):
        rate, microseconds = farm_jobs(arguments.program, arguments.seconds)
        farm.append(rate)
        processor.append(microseconds)
        alone = ceiling(arguments.seconds)
        if alone:
            bare.append(alone)
        if client:
            dask.append(dask_tasks(client, arguments.seconds))
    if client:
        client.close()
    show("jobs accepted, journal on", "jobs", farm, f"   {statistics.median(processor):.1f} us of processor time a job")
    if bare:
        show("libzmq alone, same sizes", "jobs", bare, f"   the farm does {statistics.median(farm) / statistics.median(bare):.3f} of it")
    if dask:
        show("dask.distributed, no-op tasks", "tasks", dask, f"   the farm does {statistics.median(farm) / statistics.median(dask):.0f} times it")


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            fail(f"after {seconds} s still waiting for {what}")
        time.sleep(0.05)


def load(arguments):
    for connections in (arguments.connections, arguments.workers // arguments.processes):
        load_over(connections, arguments)


def load_over(connections, arguments):
    with tempfile.TemporaryDirectory() as folder:
        farm = Farm(arguments.program, folder)
        try:
            start = time.monotonic()
            for _ in range(arguments.processes):
                farm.add_swarm(arguments.workers // arguments.processes, "--scan", "50", "--connections", str(connections),
                               "--blocks-per-second", str(arguments.blocks_per_second))
            total = arguments.workers // arguments.processes * arguments.processes

            def all_lease(epoch):
                reports = farm.last_reports()
                return sum(each["leasing"] for each in reports if each["epoch"] == epoch) == total

            wait_for(lambda: all_lease(1), 180, f"{total} workers that lease")
            print(f"{total} workers over {connections * arguments.processes} connections, in {arguments.processes} processes, "
                  f"lease after {time.monotonic() - start:.1f} s")
            measure(farm, arguments.seconds)
            farm.kill()
            killed = time.monotonic()
            farm.start()
            print(f"coordinator killed and started again: it listens after {time.monotonic() - killed:.2f} s")
            wait_for(lambda: all_lease(2), 180, "all workers that lease again")
            print(f"all {total} workers lease again after {time.monotonic() - killed:.1f} s")
            measure(farm, arguments.seconds)
            print(f"counts: {counts(farm.status())}")
        finally:
            farm.end()


CORES = """
sweep: cores
model: chip-breakeven
seed: 1
vary: {volume: 1e3 .. 1e6 in 64 log}
decide: {strategy: [buy, codesign, build]}
uncertain: {defect_density: default, perf_ratio: default, wafer_price: default}
sample: {design: sobol, size: 2^%d, replicates: 8}
report:
  cheapest: {best: min cost, over: strategy, by: volume}
  cost: {of: cost, stats: [mean, sd, p5, p50, p95], by: [strategy, volume]}
"""


def timed(commands, environment=None):
    """Wall seconds until all have ended, and the processor seconds of all."""
    before, start = os.times(), time.monotonic()
    started = [subprocess.Popen(each, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
               for each in commands]
    for process in started:
        errors = process.communicate()[1]
        if process.returncode:
            fail(f"{' '.join(process.args)}: {errors}")
    after = os.times()
    processor = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return time.monotonic() - start, processor


def efficiency(arguments):
    bits = 28
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sweep = str(folder / "cores.yaml")
        (folder / "cores.yaml").write_text(CORES % bits)
        farm, bare = [], []
        for round in range(arguments.rounds):
            farm.append(timed([[arguments.program, "run", sweep, "--workers", "2", "--output", str(folder / f"farm-{round}")]]))
            bare.append(timed([[arguments.program, "compute", sweep, "--part", f"{part}/2", "--state",
                                str(folder / f"{round}-{part}.state")] for part in (1, 2)]))
    for what, place in (("wall", 0), ("processor", 1)):
        with_farm, without = statistics.median(each[place] for each in farm), statistics.median(each[place] for each in bare)
        print(f"{what} seconds: {with_farm:.2f} under the farm, {without:.2f} without; the farm costs {with_farm / without - 1:+.2%}"
              f"   ({min(each[place] for each in farm):.2f} to {max(each[place] for each in farm):.2f}, "
              f"{min(each[place] for each in bare):.2f} to {max(each[place] for each in bare):.2f})")


def straggler(arguments):
    def seconds(slowness):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "cores.yaml").write_text(CORES % 23)
            farm = Farm(arguments.program, folder)
            workers = []
            try:
                for number, factor in enumerate(slowness):
                    workers.append(subprocess.Popen(
                        [arguments.program, "worker", "--connect", farm.address, "--cores", "1", "--name", f"host-{number}"],
                        env={**os.environ, "SWEEPFARM_INJECT": f"slow:{factor}"}, stderr=subprocess.DEVNULL))
                time.sleep(1)
                start = time.monotonic()
                farm.run("submit", str(folder / "cores.yaml"), "--wait", "--output", str(folder / "out"))
                return time.monotonic() - start
            finally:
                for worker in workers:
                    worker.terminate()
                farm.end()
    # Everybody is slowed, so that four workers do not wait for two cores.
    even = [seconds([4, 4, 4, 4]) for _ in range(arguments.rounds)]
    uneven = [seconds([4, 4, 4, 80]) for _ in range(arguments.rounds)]
    print(f"four equal workers {statistics.median(even):.1f} s ({min(even):.1f} to {max(even):.1f}); one slowed 20 times "
          f"{statistics.median(uneven):.1f} s ({min(uneven):.1f} to {max(uneven):.1f}): "
          f"{statistics.median(uneven) / statistics.median(even):.2f} times as long, where {4 / 3.05:.2f} is without loss")


def measure(farm, seconds):
    before, first = farm.usage(), farm.status()
    longest, mean, resident = [], [], []
    for _ in range(int(seconds)):
        time.sleep(1)
        reports = farm.last_reports()
        longest.append(max(each["longest_answer_seconds"] for each in reports))
        mean.append(statistics.mean(each["mean_answer_seconds"] for each in reports))
        resident.append(farm.usage().resident)
    after, last = farm.usage(), farm.status()
    span = after.at - before.at
    done = accepted(last) - accepted(first)
    print(f"  over {span:.0f} s: {done / span:,.0f} jobs/s, {(last['closed_blocks'] - first['closed_blocks']) / span:,.0f} blocks/s; "
          f"coordinator {(after.seconds - before.seconds) / span:.0%} of a core, "
          f"{(after.seconds - before.seconds) / max(done, 1) * 1e6:.1f} us a job, "
          f"at most {max(resident) / 1e6:.0f} MB resident; heartbeats answered after "
          f"{statistics.mean(mean) * 1e3:.0f} ms on average, {max(longest) * 1e3:.0f} ms at most; "
          f"{last['closed_blocks']:,} of {last['total_blocks']:,} blocks in {last['closed_runs']:,} runs")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["jobs", "load", "efficiency", "straggler"])
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--connections", type=int, default=10, help="of each process, shared by its workers")
    parser.add_argument("--blocks-per-second", type=float, default=20)
    arguments = parser.parse_args()
    {"jobs": jobs, "load": load, "efficiency": efficiency, "straggler": straggler}[arguments.what](arguments)


if __name__ == "__main__":
    main()
