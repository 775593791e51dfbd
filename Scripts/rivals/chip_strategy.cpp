// chip-strategy by hand, from draws to statistics: what `Scripts/bench` times as C++. Called from Python by ctypes.
#include <algorithm>
#include <vector>

#include "chip_strategy.h"
#include "fold.h"

namespace {

constexpr int kBatch = 4096, kSteering = 8;
// Values of a scenario that decide with which others it shares a vector.
enum { kLead, kLife, kSlip, kDesign, kFab, kQualify, kSpins, kRespin };

Lanes lognormal(Lanes z, double median, double sigma) { return median * exponential(z * sigma); }

// Lognormal with p5 and p95.
Lanes within(Lanes z, double low, double high) {
  return lognormal(z, std::sqrt(low * high), std::log(high / low) / (2 * 1.6448536269514722));
}

// A beta quantile as a logistic function of a polynomial in z, to 5e-5; coefficients fitted by least squares.
struct Beta {
  double a[12];
  inline __attribute__((always_inline)) Lanes operator()(Lanes z) const {
    z = least(most(z, all(-6.5)), all(6.5));
    Lanes y = all(a[11]);
    for (int i = 10; i >= 0; i--) y = y * z + a[i];
    return 1.0 / (1.0 + exponential(-y));
  }
};
constexpr Beta kUtilisation = {  // beta(14, 26)
    {-6.3014882821e-01, 3.3403710391e-01, -5.6308308751e-03, 7.9342425972e-04, -1.5042073461e-05, 5.2225301784e-07,
     2.3173689085e-08, -3.5372050802e-09, 1.4675160526e-10, -2.4670276596e-12, -6.2888822812e-13, 5.5418317716e-14}};
constexpr Beta kMaturity = {  // beta(8, 2)
    {1.5189404707e+00, 8.3703237069e-01, 7.1344976539e-02, 1.2656540011e-02, 9.5513096759e-04, 1.3207028562e-05,
     -2.1190250186e-05, -3.1824859714e-06, 2.4003456851e-07, 7.1372366443e-08, -1.0045967545e-09, -5.6759243728e-10}};
constexpr Beta kAcquired = {  // beta(7, 3)
    {9.1373582231e-01, 7.1524586739e-01, 3.5193100224e-02, 7.6924232996e-03, 3.8060923422e-04, 1.5845020709e-05,
     -4.7489296071e-06, -9.7894340479e-07, 1.6976831701e-09, 1.3351335446e-08, 3.5558428540e-10, -6.9258467785e-11}};
constexpr Beta kReadiness = {  // beta(4, 5)
    {-2.4053276605e-01, 6.9022577376e-01, -9.1935166664e-03, 6.6691965970e-03, -9.6204572520e-05, 1.5046165280e-05,
     9.6725181329e-07, -5.0410181241e-07, 4.7392371086e-09, 3.4621142283e-09, -1.2230185024e-10, -1.1499915062e-12}};
constexpr Beta kAssembly = {  // beta(38, 2)
    {3.1108504347e+00, 7.7533809314e-01, 8.8177417280e-02, 1.1084471589e-02, 9.4333045874e-04, 5.0253471245e-06,
     -1.9601932922e-05, -2.7874798407e-06, 2.2298079499e-07, 6.3891821540e-08, -9.7225702426e-10, -5.1124917968e-10}};

// The steering values of eight consecutive scenarios; returns their sorting keys.
Whole steer(Words scenario, std::uint32_t seed, double (*rows)[kSteering]) {
  const Pair a = uniforms(scenario, 0, seed), b = normals(scenario, 1, seed), c = uniforms(scenario, 2, seed),
             d = uniforms(scenario, 3, seed), e = uniforms(scenario, 4, seed);
  Lanes value[kSteering];
  const Lanes one = all(1), none = all(0);
  value[kLead] = 1.0 + choose(a.first >= 0.3, one, none) + choose(a.first >= 0.6, one, none) +
                 choose(a.first >= 0.8, one, none);
  value[kLife] = 3.0 + down(a.second * 4.0);
  value[kSlip] = lognormal(b.first, 1, 0.25);
  value[kDesign] = triangular(c.first, 0.75, 1.75, 3);
  value[kSpins] = 1.0 + choose(c.second >= 0.20, one, none) + choose(c.second >= 0.65, one, none) +
                  choose(c.second >= 0.93, one, none);
  value[kFab] = between(d.first, 0.35, 0.6);
  value[kQualify] = between(d.second, 0.25, 1);
  value[kRespin] = triangular(e.first, 0.3, 0.5, 0.8);
  for (int i = 0; i < kSteering; i++)
    for (int lane = 0; lane < 8; lane++) rows[lane][i] = value[i][lane];
  const Lanes volume = kBuild.slip * value[kSlip] * value[kDesign] + value[kFab] + value[kQualify] +
                       (value[kSpins] - 1.0) * value[kRespin];
  const Lanes quarter = least(up(volume * (1 / h) - 1e-9), all(T));
  const Lanes key = ((value[kLead] - 1.0) * 4.0 + (value[kLife] - 3.0)) * 64.0 + quarter;
  return (Whole)(key + kRounder) - (Whole)all(kRounder);
}

// Everything else that is drawn.
void draw(Words scenario, std::uint32_t seed, double demand, Scenarios &s) {
  Lanes *in = s.in;
  std::uint32_t stream = 4;
  const auto next = [&] { return uniforms(scenario, stream++, seed); };
  const auto gauss = [&] { return normals(next()); };
  in[D0] = all(demand);
  Pair a = next();
  in[cancel] = a.second;
  for (int t = 0; t < T; t += 2) {
    a = gauss();
    s.z[t] = a.first;
    s.z[t + 1] = a.second;
  }
  in[mu] = 0.45 + 0.2 * s.z[0];  // no step leads into quarter 0
  a = gauss();
  in[P_m0] = lognormal(a.first, 32000, 0.15);
  in[A_m0] = lognormal(a.second, 6e4, 0.5);
  a = gauss();
  in[R0] = lognormal(a.first, 5, 0.2);
  in[NRE] = lognormal(a.second, 1, 0.5);
  a = gauss();
  in[mask] = lognormal(a.first, 30e6, 0.3);
  in[sw] = lognormal(a.second, 60e6, 0.5);
  a = gauss();
  in[c_GB] = lognormal(a.first, 15, 0.3);
  in[A_c0] = lognormal(a.second, 1e4, 0.5);
  a = gauss();
  in[wafer] = within(a.first, 18e3, 28e3);
  in[D_i] = within(a.second, 0.1, 0.5);
  a = gauss();
  in[D_inf] = within(a.first, 0.07, 0.15);
  in[U_m] = kUtilisation(a.second);
  a = gauss();
  in[eta] = kMaturity(a.first);
  in[s0] = kReadiness(a.second);
  a = gauss();
  in[y_asm] = kAssembly(a.first);
  in[eta_acquire] = kAcquired(a.second);
  const struct { Input input; double low, high; } flat[] = {
      {sigma, 0.1, 0.5}, {o_m0, 11475, 19125}, {w_m0, 1755, 2925}, {c_dc, 11.1, 18.5}, {cad_m, 1, 2}, {theta, 0, 0.3},
      {pen, 0, 60}, {psi, 0.2, 0.9}, {r, 0.07, 0.13}, {harvest, 0.4, 0.8}, {GB_g, -0.1, 0.2}, {ppw, 0, 1}};
  const int count = sizeof flat / sizeof flat[0];
#pragma GCC unroll 8
  for (int i = 0; i < count; i += 2) {
    a = next();
    in[flat[i].input] = between(a.first, flat[i].low, flat[i].high);
    in[flat[i + 1].input] = between(a.second, flat[i + 1].low, flat[i + 1].high);
  }
  const struct { Input input; double low, mode, high; } peaked[] = {
      {dec_m, 0, 0.14, 0.30}, {gam_p, 1.5, 2, 2.8}, {dec_c, 0.05, 0.18, 0.45}, {tau_sw, 0.25, 0.75, 2},
      {phi, 0.5, 0.85, 1.2}, {m_ch, 0.45, 0.55, 0.68}};
#pragma GCC unroll 3
  for (int i = 0; i < 6; i += 2) {
    a = next();
    in[peaked[i].input] = triangular(a.first, peaked[i].low, peaked[i].mode, peaked[i].high);
    in[peaked[i + 1].input] = triangular(a.second, peaked[i + 1].low, peaked[i + 1].mode, peaked[i + 1].high);
  }
  in[ppw] = choose(in[ppw] < 0.25, all(9), choose(in[ppw] < 0.75, all(16), all(29)));
  a = next();
  in[acq] = 0.2e9 * exponential(a.first * std::log(100.0));
  in[alpha] = 1.5 * exponential(a.second * std::log(10 / 1.5));
}

// Means, wins and regrets of the strategies on the same scenarios.
struct Contest {
  Spread spread[kStrategies];
  Lanes wins[kStrategies] = {}, regret[kStrategies] = {}, best = {};

  void add(const Lanes *cost, Lanes weight) {
    Lanes lowest = cost[0];
    for (int i = 1; i < kStrategies; i++) lowest = least(lowest, cost[i]);
    best += lowest * weight;
    Lanes open = weight;
    for (int i = 0; i < kStrategies; i++) {
      spread[i].add(cost[i], weight);
      regret[i] += (cost[i] - lowest) * weight;
      const Lanes won = choose(cost[i] == lowest, open, all(0));
      wins[i] += won;
      open -= won;
    }
  }
};

}  // namespace

// Costs of given scenarios: `in` has kInputs rows of n, `z` T rows of n, `out` takes six rows. n is a multiple of 8;
// eight neighbours agree in lead time and life.
extern "C" void chip_evaluate(const double *in, const double *z, long n, double *out) {
  for (long first = 0; first < n; first += 8) {
    Scenarios s;
    Lanes cost[kStrategies];
    for (int i = 0; i < kInputs; i++) std::memcpy(&s.in[i], in + i * n + first, sizeof(Lanes));
    for (int t = 0; t < T; t++) std::memcpy(&s.z[t], z + t * n + first, sizeof(Lanes));
    evaluate(s, cost);
    for (int i = 0; i < kStrategies; i++) std::memcpy(out + i * n + first, &cost[i], sizeof(Lanes));
  }
}

// Draws n scenarios (a multiple of 4,096), evaluates and folds them. `out`: of each strategy mean, sd, keys of p5, p50
// and p95, share of wins, mean regret; then the mean of the best.
extern "C" void chip_run(long n, unsigned seed, double demand, double *out) {
  std::vector<std::uint32_t> bins(kStrategies * kBins);
  Contest contest;
  for (int i = 0; i < kStrategies; i++) {
    contest.spread[i].bins = bins.data() + i * kBins;
    contest.spread[i].pivot = demand * 1e6;
  }
  static double rows[kBatch][kSteering];
  std::int64_t keys[kBatch];
  int order[kBatch + 8];
  for (long batch = 0; batch < n; batch += kBatch) {
    int starts[1025] = {};
    for (int i = 0; i < kBatch; i += 8) {
      Words scenario = {0, 1, 2, 3, 4, 5, 6, 7};
      const Whole key = steer(scenario + std::uint64_t(batch + i), seed, rows + i);
      std::memcpy(keys + i, &key, sizeof key);
      for (int lane = 0; lane < 8; lane++) starts[key[lane] + 1]++;
    }
    for (int k = 0; k < 1024; k++) starts[k + 1] += starts[k];
    int group[17];
    for (int g = 0; g <= 16; g++) group[g] = starts[g * 64];
    for (int i = 0; i < kBatch; i++) order[starts[keys[i]]++] = i;
    for (int g = 0; g < 16; g++) {
      for (int i = group[g]; i < group[g + 1]; i += 8) {
        Scenarios s;
        Lanes cost[kStrategies], weight;
        Words scenario;
        const Input place[kSteering] = {lead_m, L, slip, T_des, T_fab, T_q, n_spin, T_rs};
        for (int lane = 0; lane < 8; lane++) {
          const int index = order[std::min(i + lane, group[g + 1] - 1)];
          weight[lane] = i + lane < group[g + 1];
          scenario[lane] = std::uint64_t(batch + index);
          for (int k = 0; k < kSteering; k++) s.in[place[k]][lane] = rows[index][k];
        }
        draw(scenario, seed, demand, s);
        evaluate(s, cost);
        contest.add(cost, weight);
      }
    }
  }
  for (int i = 0; i < kStrategies; i++) {
    contest.spread[i].finish(n, out + 7 * i);
    out[7 * i + 5] = sum(contest.wins[i]) / double(n);
    out[7 * i + 6] = sum(contest.regret[i]) / double(n);
  }
  out[7 * kStrategies] = sum(contest.best) / double(n);
}
