// What is kept of a stream of values: moments about a pivot, a histogram of bit patterns, the share over a threshold.
#pragma once
#include <cmath>
#include <cstring>

#include "lanes.h"

static constexpr int kShift = 45;  // seven bits of mantissa
static constexpr std::int64_t kFirstKey = (1023ll - 20) << 7, kLastKey = (1023ll + 60) << 7;
static constexpr int kBins = kLastKey - kFirstKey;

struct Spread {
  double pivot = 0, threshold = 0;
  Lanes total = {}, squares = {};
  Whole over = {};
  std::uint32_t *bins = nullptr;

  inline __attribute__((always_inline)) void add(Lanes value) {
    const Lanes centred = value - pivot;
    total += centred;
    squares += centred * centred;
    over -= value > threshold;
    const Whole keys = ((Whole)value >> kShift) - kFirstKey;
    for (int lane = 0; lane < 8; lane++) bins[keys[lane]]++;
  }

  // `weight` is 1 for a scenario and 0 for padding.
  inline __attribute__((always_inline)) void add(Lanes value, Lanes weight) {
    const Lanes centred = (value - pivot) * weight;
    total += centred;
    squares += centred * centred;
    over -= (value > threshold) & (weight != 0.0);
    const Whole keys = ((Whole)value >> kShift) - kFirstKey, counts = -(weight != 0.0);
    for (int lane = 0; lane < 8; lane++) bins[keys[lane]] += std::uint32_t(counts[lane]);
  }

  // Mean, standard deviation, keys of p5, p50 and p95, share over the threshold.
  void finish(double count, double *out) const {
    const double shift = sum(total) / count;
    out[0] = pivot + shift;
    out[1] = std::sqrt((sum(squares) - count * shift * shift) / (count - 1));
    const double quantiles[3] = {0.05, 0.5, 0.95};
    for (int i = 0; i < 3; i++) {
      double rank = std::ceil(quantiles[i] * count);
      int bin = 0;
      for (; bin < kBins - 1 && rank > bins[bin]; bin++) rank -= bins[bin];
      out[2 + i] = double(kFirstKey + bin);
    }
    std::int64_t above = 0;
    for (int lane = 0; lane < 8; lane++) above += over[lane];
    out[5] = double(above) / count;
  }
};
