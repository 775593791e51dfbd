// Eight doubles side by side, and what they need: exp, log, draws from Philox4x32-10. GCC and Clang vector extensions.
#pragma once
#include <cstdint>

typedef double Lanes __attribute__((vector_size(64)));
typedef std::int64_t Whole __attribute__((vector_size(64)));
typedef std::uint64_t Words __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))

// 1.5 * 2^52: adding and subtracting it rounds to a whole number, which then stands in the low bits.
static constexpr double kRounder = 6755399441055744.0;

INLINE Lanes all(double x) { return Lanes{x, x, x, x, x, x, x, x}; }
INLINE Lanes choose(Whole mask, Lanes yes, Lanes no) { return mask ? yes : no; }
INLINE Lanes least(Lanes a, Lanes b) { return a < b ? a : b; }
INLINE Lanes most(Lanes a, Lanes b) { return a > b ? a : b; }
INLINE Lanes nearest(Lanes x) { return (x + kRounder) - kRounder; }
INLINE Lanes down(Lanes x) {
  const Lanes near = nearest(x);
  return near - choose(near > x, all(1), all(0));
}
INLINE Lanes up(Lanes x) { return -down(-x); }
INLINE double sum(Lanes x) { return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7])); }

INLINE Lanes root(Lanes x) {
#if defined(__clang__)
  return __builtin_elementwise_sqrt(x);
#else
  Lanes result;
  for (int lane = 0; lane < 8; lane++) result[lane] = __builtin_sqrt(x[lane]);
  return result;
#endif
}

// exp for |x| < 700, to about 1 ulp: x = k log 2 + y, a Taylor polynomial in y, k added to the exponent.
INLINE Lanes exponential(Lanes x) {
  const Lanes shifted = x * 1.4426950408889634 + kRounder;
  const Lanes k = shifted - kRounder;
  const Lanes y = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10;
  const Lanes y2 = y * y, y4 = y2 * y2;
  const Lanes a = (1.0 + y) + y2 * (1.0 / 2 + y * (1.0 / 6));
  const Lanes b = (1.0 / 24 + y * (1.0 / 120)) + y2 * (1.0 / 720 + y * (1.0 / 5040));
  const Lanes c = (1.0 / 40320 + y * (1.0 / 362880)) + y2 * (1.0 / 3628800 + y * (1.0 / 39916800));
  const Lanes series = a + y4 * (b + y4 * (c + y4 * (1.0 / 479001600)));
  return (Lanes)((Whole)series + ((Whole)shifted << 52));
}

// log of normal positive numbers: x = 2^k m with m around 1, atanh series in (m - 1)/(m + 1).
INLINE Lanes logarithm(Lanes x) {
  const Whole bits = (Whole)x;
  const Whole k = (bits - 0x3FE6A09E667F3BCDll) >> 52;
  const Lanes m = (Lanes)(bits - (k << 52));
  const Lanes exponent = (Lanes)(k + (Whole)all(kRounder)) - kRounder;
  const Lanes s = (m - 1.0) / (m + 1.0), s2 = s * s, s4 = s2 * s2;
  const Lanes low = (2.0 / 3 + s2 * (2.0 / 5)) + s4 * (2.0 / 7 + s2 * (2.0 / 9));
  const Lanes high = (2.0 / 11 + s2 * (2.0 / 13)) + s4 * (2.0 / 15 + s2 * (2.0 / 17 + s2 * (2.0 / 19)));
  const Lanes tail = s2 * (low + (s4 * s4) * high);
  return exponent * 0.693147180369123816490 + (2.0 * s + (s * tail + exponent * 1.90821492927058770002e-10));
}

INLINE Lanes power(Lanes x, Lanes y) { return exponential(y * logarithm(x)); }

struct Pair {
  Lanes first, second;
};

// Two uniform numbers in (0, 1) for each of eight scenarios; `stream` tells draws of one scenario apart.
INLINE Pair uniforms(Words scenario, std::uint32_t stream, std::uint32_t seed) {
  const Words low = Words{} + 0xFFFFFFFFull;
  Words c0 = scenario & low, c1 = scenario >> 32, c2 = Words{} + stream, c3 = Words{};
  std::uint32_t key0 = seed, key1 = 0;
  for (int round = 0; round < 10; round++) {
    const Words p0 = c0 * 0xD2511F53ull, p1 = c2 * 0xCD9E8D57ull;
    const Words k0 = Words{} + key0, k1 = Words{} + key1;
    c0 = (p1 >> 32) ^ c1 ^ k0;
    c2 = (p0 >> 32) ^ c3 ^ k1;
    c1 = p1 & low;
    c3 = p0 & low;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  const Words one = Words{} + 0x3FF0000000000000ull;
  const Lanes first = (Lanes)((((c1 << 32) | c0) >> 12) | one), second = (Lanes)((((c3 << 32) | c2) >> 12) | one);
  const double half = 1 - 0x1p-53;
  return {first - half, second - half};
}

// Two standard normal numbers (Box and Muller).
INLINE Pair normals(Pair u) {
  const Lanes radius = root(-2.0 * logarithm(u.first));
  const Lanes turns = u.second * 4.0, quarter = nearest(turns);
  const Lanes y = (turns - quarter) * 1.5707963267948966, y2 = y * y, y4 = y2 * y2;
  const Lanes sine = y + y * y2 * ((-1.0 / 6 + y2 * (1.0 / 120)) + y4 * ((-1.0 / 5040 + y2 * (1.0 / 362880)) +
                     y4 * (-1.0 / 39916800 + y2 * (1.0 / 6227020800.0))));
  const Lanes cosine = 1.0 + y2 * ((-1.0 / 2 + y2 * (1.0 / 24)) + y4 * ((-1.0 / 720 + y2 * (1.0 / 40320)) +
                       y4 * (-1.0 / 3628800 + y2 * (1.0 / 479001600.0))));
  const Whole steps = (Whole)(quarter + kRounder);
  const Whole odd = (steps & 1) != 0;
  const Whole sign1 = (steps & 2) << 62, sign2 = ((steps + 1) & 2) << 62;
  const Lanes s = (Lanes)((Whole)choose(odd, cosine, sine) ^ sign1);
  const Lanes c = (Lanes)((Whole)choose(odd, sine, cosine) ^ sign2);
  return {radius * c, radius * s};
}
INLINE Pair normals(Words scenario, std::uint32_t stream, std::uint32_t seed) {
  return normals(uniforms(scenario, stream, seed));
}

INLINE Lanes between(Lanes u, double low, double high) { return low + u * (high - low); }

INLINE Lanes triangular(Lanes u, double low, double mode, double high) {
  const double width = high - low;
  const Whole left = u * width < mode - low;
  const Lanes area = choose(left, u * (width * (mode - low)), (1.0 - u) * (width * (high - mode)));
  const Lanes side = root(area);
  return choose(left, low + side, high - side);
}
