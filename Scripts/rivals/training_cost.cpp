// The money path of training-cost by hand: 14 uncertain inputs to the owning cost of a FLOP, eight scenarios at a time.
#include <algorithm>
#include <vector>

#include "fold.h"

namespace {

// In the order in which Scripts/rivals/training_cost.py names them.
enum Input {
  compute_factor, mfu, idle_share, node_failures, checkpoint_write, restart_minutes, price_factor, years_owned,
  price_decline, interconnect_share, average_power, pue, power_price, counted_tokens, kInputs
};

constexpr double kChips = 16384, kChipsPerNode = 8, kPeak = 989e12, kPrice = 44489.88, kTDP = 700, kServer = 1.82143;
constexpr double kZ95 = 1.6448536269514722, kLog10 = 2.302585092994046;

INLINE Lanes costOfFLOP(const Lanes *x) {
  const Lanes rate = kChips / kChipsPerNode * x[node_failures];
  const Lanes write = x[checkpoint_write] * (1.0 / 3600), restart = x[restart_minutes] * (1.0 / 60);
  const Lanes between = 1.0 / rate, half = write * rate * 0.5;
  const Lanes daly = root(2.0 * write * between) * (1.0 + root(half) * (1.0 / 3) + half * (1.0 / 9)) - write;
  const Lanes interval = choose(half >= 1.0, between, daly);
  const Lanes segment = interval + write, exposure = rate * segment;
  // interval / (segment (e^x - 1)/x e^(rate restart)), all divisions of the path in one.
  const Lanes lost = (exponential(exposure) - 1.0) * exponential(rate * restart);
  const Lanes utilisation = x[mfu] * (1.0 - x[idle_share]) * x[counted_tokens] * interval * rate;
  const Lanes decline = x[price_decline];
  const Lanes charge =
      kPrice * x[price_factor] * exponential(-kLog10 * (decline * x[years_owned])) * (decline * (kLog10 / 8766));
  const Lanes network = 1.0 - x[interconnect_share];
  const Lanes energy = kTDP * kServer / 1000 * x[average_power] * x[pue] * x[power_price];
  return x[compute_factor] * (1 / (3600 * kPeak)) * lost * (charge + energy * network) / (utilisation * network);
}

INLINE Lanes lognormal(Lanes z, double low, double high) {
  const double a = std::log(low), b = std::log(high);
  return exponential((a + b) / 2 + z * ((b - a) / (2 * kZ95)));
}

INLINE void draw(Words scenario, std::uint32_t seed, Lanes *x) {
  Pair a = normals(scenario, 0, seed);
  x[compute_factor] = lognormal(a.first, 0.5, 2);
  x[node_failures] = lognormal(a.second, 1e-4, 3e-4);
  a = normals(scenario, 1, seed);
  x[checkpoint_write] = lognormal(a.first, 5, 120);
  x[price_factor] = lognormal(a.second, 0.5, 2);
  a = normals(scenario, 2, seed);
  x[average_power] = lognormal(a.first, 0.56, 0.99);
  x[power_price] = lognormal(a.second, 0.04, 0.11);
  a = normals(scenario, 3, seed);
  x[price_decline] = 0.14 + a.first * (0.08 / (2 * kZ95));
  const double low = std::log(0.30 / 0.70), high = std::log(0.45 / 0.55);
  x[mfu] = 1.0 / (1.0 + exponential(-((low + high) / 2 + a.second * ((high - low) / (2 * kZ95)))));
  a = uniforms(scenario, 4, seed);
  x[idle_share] = triangular(a.first, 0, 0.085, 0.25);
  x[restart_minutes] = triangular(a.second, 2, 5, 20);
  a = uniforms(scenario, 5, seed);
  x[interconnect_share] = triangular(a.first, 0.065, 0.19, 0.242);
  x[years_owned] = between(a.second, 0.3, 2);
  a = uniforms(scenario, 6, seed);
  x[pue] = between(a.first, 1.08, 1.35);
  x[counted_tokens] = between(a.second, 0.95, 1);
}

INLINE Lanes drawnCost(long first, unsigned seed) {
  const Words scenario = Words{0, 1, 2, 3, 4, 5, 6, 7} + std::uint64_t(first);
  Lanes x[kInputs];
  draw(scenario, seed, x);
  return costOfFLOP(x);
}

constexpr int kBlock = 4096;

}  // namespace

// Cost of a FLOP of given scenarios: `in` has kInputs rows of n; n is a multiple of 8.
extern "C" void training_evaluate(const double *in, long n, double *out) {
  for (long first = 0; first < n; first += 8) {
    Lanes x[kInputs];
    for (int i = 0; i < kInputs; i++) std::memcpy(&x[i], in + i * n + first, sizeof(Lanes));
    const Lanes cost = costOfFLOP(x);
    std::memcpy(out + first, &cost, sizeof cost);
  }
}

// n samples (a multiple of 4,096), seen by cells of `flop[cell]` FLOP, which share them. `out`: six statistics of cell
// `watched`.
extern "C" void training_run(long n, unsigned seed, const double *flop, int cells, int watched,
                             double *out) {
  std::vector<std::uint32_t> bins(std::size_t(cells) * kBins);
  std::vector<Spread> spreads(cells);
  for (int c = 0; c < cells; c++) {
    spreads[c].bins = bins.data() + std::size_t(c) * kBins;
    spreads[c].pivot = flop[c] * 1e-18;
    spreads[c].threshold = 1e8;
  }
  static Lanes costs[kBlock / 8];
  for (long block = 0; block < n; block += kBlock) {
    if (cells == 1) {
      Spread spread = spreads[0];
      for (int i = 0; i < kBlock / 8; i++) spread.add(flop[0] * drawnCost(block + 8 * i, seed));
      spreads[0] = spread;
      continue;
    }
    for (int i = 0; i < kBlock / 8; i++) costs[i] = drawnCost(block + 8 * i, seed);
    for (int c = 0; c < cells; c++) {
      Spread spread = spreads[c];
      for (int i = 0; i < kBlock / 8; i++) spread.add(flop[c] * costs[i]);
      spreads[c] = spread;
    }
  }
  spreads[watched].finish(double(n), out);
}
