// chip-strategy by hand: 32 quarters, six strategies on the same draws, everything fused in vectors of eight scenarios.
//
// Scenarios of a batch are ordered by lead time, life and volume quarter, so that all lanes index alike; prefix sums in
// place of sums over vintages; one coefficient for what a delivered unit costs until the horizon; powers by recurrence;
// a custom strategy starts from the state of buying in the first quarter in which it can differ.
#pragma once
#include <cmath>

#include "lanes.h"

namespace {

constexpr int T = 32, kLeadCustom = 2, kStrategies = 6;
constexpr double h = 0.25, kYears = T * h, kHours = 8766 * h;
enum Strategy { rent, buy, build, codesign, acquire, hybrid };

// The inputs that may vary, in the order in which Scripts/rivals/chip_strategy.py names them.
enum Input {
  D0, mu, sigma, P_m0, o_m0, w_m0, c_dc, dec_m, cad_m, gam_p, U_m, lead_m, A_m0, theta, R0, dec_c, pen, L, psi, r,
  wafer, D_i, D_inf, alpha, harvest, c_GB, GB_g, y_asm, ppw, phi, T_des, T_fab, T_q, slip, n_spin, T_rs, cancel, NRE,
  mask, sw, m_ch, eta, eta_acquire, s0, tau_sw, A_c0, acq, kInputs
};

// The others.
constexpr double F0 = 0.8, ghat = 0.5, p_m0 = 2.25, gam_w = 1.3, gam_P = 1.3, gam_o = 1.3, A_mg = 0.35, C0 = 4e3,
                 C_g = 0.30, CR0 = 2.5e4, CR_g = 0.65, L_dc = 15, e_price = 0.08, load = 0.80, maint = 0.05,
                 A_die = 840, scribe = 0.2, edge = 3, wafer_g = 0.03, tau_D = 1, HBM = 216, cow = 12000, subs = 300,
                 misc = 900, w_c0 = 1800, o_c0 = 11800, rs_burn = 0.5, cad_c = 2, nre_next = 0.7, T_integ = 2,
                 integ = 300e6, A_cg = 0.40;

// What a strategy changes. Factors stand on the drawn values, whose medians are those of BUILD.
struct Programme {
  double nre, slip, design, cancels, ops;
  bool partner, acquired;
};
constexpr Programme kBuild = {350e6, 1.15, 1, 3.0 / 9, 0.06, false, false};
constexpr Programme kPartner = {200e6, 1.05, 1, 2.0 / 10, 0, true, false};
constexpr Programme kAcquire = {250e6, 1.15, 0.5, 4.0 / 9, 0.06, false, true};

// Powers that no draw changes.
struct Fixed {
  double merchant[T], custom[T], cloud[T], rental[T], waferDrift[T], defects[T], residualDC[T], dies;
  Fixed() {
    for (int t = 0; t < T; t++) {
      merchant[t] = std::pow(1 + A_mg, t * h) * h;
      custom[t] = std::pow(1 + A_cg, t * h) * h;
      cloud[t] = C0 * std::pow(1 + C_g, t * h);
      rental[t] = CR0 * std::pow(1 + CR_g, t * h);
      waferDrift[t] = std::pow(1 + wafer_g, t * h);
      defects[t] = std::exp(-t * h / tau_D);
      residualDC[t] = std::fmax(0, 1 - (T - t) * h / L_dc);
    }
    const double pitch = (std::sqrt(A_die) + scribe) * (std::sqrt(A_die) + scribe), inner = 150 - edge;
    dies = M_PI * inner * inner / pitch - M_PI * 2 * inner / std::sqrt(2 * pitch);
  }
};
const Fixed fixed;

// Eight scenarios with the same lead time and life.
struct Scenarios {
  Lanes in[kInputs], z[T];
};

// Tables by quarter that all strategies share, and the state of buying.
struct Market {
  Lanes demand[T], legacy[T], discount[T + 1], capital[T], energy[T], cloudSaves[T], penalty[T];
  Lanes room[T], price[T], bargain[T], watts[T];
  Lanes facility[T];
  Lanes lookMerchant, lookCustom, legacyWatts, legacyEnergy, firstPeak, rate, discount0, discountSum;
  int lead, life;
};

// Prefix sums of deliveries (what came before a quarter): capacity and power of merchant and custom units; and what has
// been paid so far.
struct Fleet {
  Lanes merchant[T + 1], merchantWatts[T + 1], custom[T + 1], customWatts[T + 1];
  Lanes cost, peak;
};

// State of buying before each quarter, for the strategies that depart from it.
struct History {
  Lanes cost[T], peak[T];
};

struct Calendar {
  Lanes tape, silicon, volume, planned;
  // First quarter of volume; the horizon where the programme is cancelled.
  Lanes quarter;
  Whole live;
  int first;
};

// Tables by quarter of a custom programme.
struct Custom {
  Lanes use[T], perUse[T], room[T], price[T], watts[T], merchantPrice[T];
};

INLINE int before(int q, int life) { return q - life + 1 > 0 ? q - life + 1 : 0; }

// Present value of one dollar a year from now until `years`, discounted in the middle of each quarter.
INLINE Lanes flow(const Market &m, Lanes years) {
  const Lanes x = least(most(years, all(0)), all(kYears)) * (1 / h);
  const Lanes k = least(down(x), all(T - 1));
  const Lanes advance = exponential(k * m.rate);
  return h * ((1.0 - advance) * m.discountSum + (x - k) * (m.discount0 * advance));
}

void makeMarket(const Scenarios &s, Market &m) {
  const Lanes *in = s.in;
  m.lead = int(in[lead_m][0]);
  m.life = int(std::nearbyint(in[L][0] / h));
  // Demand
  const Lanes drift = exponential((in[mu] - in[sigma] * in[sigma] * 0.5) * h), spread = in[sigma] * std::sqrt(h);
  m.demand[0] = in[D0];
  for (int t = 1; t < T; t++) m.demand[t] = m.demand[t - 1] * (drift * exponential(spread * s.z[t]));
  m.lookMerchant = exponential(all(ghat * h * m.lead));
  m.lookCustom = exponential(all(ghat * h * kLeadCustom));
  // Discount
  m.rate = -h * logarithm(1.0 + in[r]);
  const Lanes step = exponential(m.rate);
  m.discount0 = exponential(m.rate * 0.5);
  m.discountSum = m.discount0 / (1.0 - step);
  const Lanes atHorizon = exponential(m.rate * double(T));
  Lanes discount = m.discount0, before = all(0), now[T];
  for (int t = 0; t < T; t++) {
    now[t] = discount;
    m.discount[t] = before;
    before += discount;
    discount *= step;
  }
  m.discount[T] = before;
  // Fleet in service and what is left of it
  const double hourly = load * kHours * e_price / 1000;
  const Lanes perL = h / in[L], keep = in[psi] * atHorizon;
  m.legacyWatts = in[w_m0] / (p_m0 * in[U_m]);
  m.legacyEnergy = all(0);
  const Lanes saving = exponential(h * logarithm(1.0 - in[dec_c]));
  Lanes hour = in[R0] * kHours;
  const Lanes missed = in[pen] * kHours;
  for (int t = 0; t < T; t++) {
    const int until = t + m.life < T ? t + m.life : T;
    const Lanes service = m.discount[until] - m.discount[t];
    m.energy[t] = service * hourly;
    m.capital[t] = now[t] + maint * h * service - keep * most(all(0), 1.0 - double(T - t) * perL);
    m.legacy[t] = F0 * in[D0] * most(all(0), 1.0 - double(t) * perL);
    m.legacyEnergy += m.legacy[t] * m.legacyWatts * hourly * now[t];
    m.facility[t] = in[c_dc] * (now[t] - fixed.residualDC[t] * atHorizon);
    m.penalty[t] = missed * now[t];
    m.cloudSaves[t] = hour * now[t] - m.penalty[t];
    hour *= saving;
  }
  m.firstPeak = m.legacy[0] * m.legacyWatts;
  // Merchant generations
  const Lanes decline = logarithm(1.0 - in[dec_m]), quarterly = exponential(h * decline);
  const Lanes renew = gam_P * exponential(-in[cad_m] * decline), perCadence = h / in[cad_m], perGain = 1.0 / in[gam_p];
  Lanes chip = in[P_m0], host = in[o_m0], watts = in[w_m0], next = all(1 - 1e-9);
  Lanes capacity = p_m0 * in[U_m], perCapacity = 1.0 / capacity;
  for (int q = 0; q < T; q++) {
    const Whole newer = double(q) * perCadence >= next;
    next += choose(newer, all(1), all(0));
    capacity = choose(newer, capacity * in[gam_p], capacity);
    perCapacity = choose(newer, perCapacity * perGain, perCapacity);
    chip = choose(newer, chip * renew, chip);
    host = choose(newer, host * gam_o, host);
    watts = choose(newer, watts * gam_w, watts);
    m.room[q] = in[A_m0] * fixed.merchant[q] * capacity;
    m.watts[q] = watts * perCapacity;
    const Lanes paid = m.capital[q] * perCapacity;
    m.price[q] = (chip + host) * paid + m.watts[q] * m.energy[q];
    m.bargain[q] = in[theta] * chip * paid;
    chip *= quarterly;
  }
}

// Cloud, unmet demand and new facilities of quarter t, given what the fleet can do and draws.
INLINE void pay(const Market &m, Fleet &f, int t, Lanes own, Lanes watts) {
  const Lanes missing = most(all(0), m.demand[t] - (m.legacy[t] + own));
  const Lanes rented = least(missing, all(fixed.cloud[t]));
  const Lanes peak = most(watts + m.legacy[t] * m.legacyWatts, f.peak);
  f.cost += missing * m.penalty[t] + rented * m.cloudSaves[t] + (peak - f.peak) * m.facility[t];
  f.peak = peak;
}

INLINE void orderMerchant(const Market &m, Fleet &f, int t, int q, Lanes own, Lanes price) {
  const Lanes gap = m.demand[t] * m.lookMerchant - (m.legacy[q] + own);
  const Lanes ordered = least(m.room[q], most(all(0), gap));
  f.merchant[q + 1] = f.merchant[q] + ordered;
  f.merchantWatts[q + 1] = f.merchantWatts[q] + ordered * m.watts[q];
  f.cost += ordered * price;
}

void runBuy(const Market &m, Fleet &f, History &past) {
  f.cost = m.legacyEnergy;
  f.peak = m.firstPeak;
  for (int q = 0; q <= m.lead; q++) f.merchant[q] = f.merchantWatts[q] = all(0);
  for (int t = 0; t < T; t++) {
    past.cost[t] = f.cost;
    past.peak[t] = f.peak;
    const int q = t + m.lead, gone = before(t, m.life);
    if (q < T) orderMerchant(m, f, t, q, f.merchant[q] - f.merchant[before(q, m.life)], m.price[q]);
    pay(m, f, t, f.merchant[t + 1] - f.merchant[gone], f.merchantWatts[t + 1] - f.merchantWatts[gone]);
  }
}

Calendar makeCalendar(const Scenarios &s, const Programme &p) {
  const Lanes *in = s.in;
  Calendar c;
  const Lanes design = in[T_des] * p.design;
  c.tape = in[slip] * p.slip * design;
  c.silicon = c.tape + in[T_fab];
  c.volume = c.silicon + in[T_q] + (in[n_spin] - 1.0) * in[T_rs];
  c.planned = design + in[T_fab] + in[T_q];
  c.live = in[cancel] >= p.cancels;
  c.quarter = choose(c.live, up(c.volume * (1 / h) - 1e-9), all(T));
  double first = T;
  for (int lane = 0; lane < 8; lane++) first = c.quarter[lane] < first ? c.quarter[lane] : first;
  c.first = int(first);
  return c;
}

Lanes programmeCost(const Scenarios &s, const Market &m, const Programme &p, const Calendar &c) {
  const Lanes *in = s.in;
  const Lanes nre = in[NRE] * p.nre, burn = nre / in[T_des], none = all(0);
  const Lanes toTape = flow(m, c.tape), toSilicon = flow(m, c.silicon);
  Lanes cost = burn * toTape + in[mask] / h * (flow(m, c.tape + h) - toTape);
  cost += in[sw] * choose(c.live, all(h) * m.discount[T], toSilicon);
  if (p.acquired) cost += in[acq] * m.discount0 + integ / T_integ * h * m.discount[int(T_integ / h)];
  const Lanes spins = in[n_spin] - 1.0, span = most(all(h), spins * in[T_rs]);
  Lanes later = spins * (in[mask] + rs_burn * burn * in[T_rs]) / span * (flow(m, c.silicon + span) - toSilicon);
  const Lanes renewal = (nre_next * nre + in[mask]) / in[T_des];
  for (int k = 1; k < 8; k++) {
    const Lanes launch = c.volume + k * cad_c;
    const Whole within = launch < kYears;
    bool any = false;
    for (int lane = 0; lane < 8; lane++) any |= within[lane] != 0;
    if (!any) break;
    later += choose(within, renewal * (flow(m, launch) - flow(m, launch - in[T_des])), none);
  }
  return cost + choose(c.live, later, none);
}

// Cost of the logic of a unit by years of volume production, at the wafer price of today.
void makeLogic(const Scenarios &s, int ages, Lanes *logic) {
  const Lanes *in = s.in;
  const Lanes perAlpha = A_die / 100 / in[alpha], wafers = in[wafer] / fixed.dies;
  for (int a = 0; a < ages; a++) {
    const Lanes defects = in[D_inf] + (in[D_i] - in[D_inf]) * fixed.defects[a];
    const Lanes perfect = power(1.0 + perAlpha * defects, -in[alpha]);
    logic[a] = wafers / (perfect + (1.0 - perfect) * in[harvest]);
  }
}

void makeCustom(
    const Scenarios &s, const Market &m, const Programme &p, const Calendar &c, const Lanes *logic, Custom &out) {
  const Lanes *in = s.in;
  const Lanes none = all(0), one = all(1), gain = logarithm(in[gam_p]), renewal = cad_c / in[cad_m];
  const Lanes more = exponential(gain * renewal), less = 1.0 / more, warmer = exponential(renewal * std::log(gam_w));
  Lanes peak = in[phi] * p_m0 * exponential(gain * most(none, c.planned / in[cad_m] - 0.5)), perPeak = 1.0 / peak;
  Lanes watts = all(w_c0);
  const Lanes drift = logarithm(1.0 + in[GB_g]) * h, memoryStep = exponential(drift);
  Lanes memory = HBM * in[c_GB] * exponential(drift * double(c.first));
  const Lanes packaging = cow / in[ppw] + subs, perGood = 1.0 / in[y_asm];
  const Lanes markup = p.partner ? (1 + p.ops) / (1.0 - in[m_ch]) : all(1 + p.ops);
  const Lanes supply = in[A_c0] * in[ppw] * in[y_asm];
  const Lanes mature = in[U_m] * in[p.acquired ? eta_acquire : eta], learning = exponential(-h / in[tau_sw]);
  Lanes unready = 1.0 - in[s0];
  for (int q = c.first; q < T; q++) {
    const Lanes age = double(q) - c.quarter;
    const Whole started = age >= none;
    const Whole renewed = (age == 8.0) | (age == 16.0) | (age == 24.0);
    peak = choose(renewed, peak * more, peak);
    perPeak = choose(renewed, perPeak * less, perPeak);
    watts = choose(renewed, watts * warmer, watts);
    unready = choose(age > none, unready * learning, unready);
    const Lanes ramp = choose(age > 2.5, one, choose(age > 1.5, all(0.6), choose(age > 0.5, all(0.3), all(0.1))));
    const Lanes use = mature * (1.0 - unready);
    Lanes made;
    for (int lane = 0; lane < 8; lane++) {
      const int index = int(age[lane]);
      made[lane] = logic[index > 0 ? index : 0][lane];
    }
    const Lanes cogs = (made * fixed.waferDrift[q] + memory + packaging) * perGood + misc;
    const Lanes value = cogs * markup + (o_c0 / w_c0) * watts;
    out.use[q] = use;
    out.perUse[q] = 1.0 / use;
    out.room[q] = choose(started, supply * fixed.custom[q] * ramp * peak, none);
    out.watts[q] = watts * perPeak;
    out.price[q] = value * perPeak * m.capital[q] + out.watts[q] * m.energy[q];
    out.merchantPrice[q] = m.price[q] - choose(started, m.bargain[q], none);
    memory *= memoryStep;
  }
}

// Cost of operation of strategies with one calendar, which depart from buying in the first quarter of their own volume.
// Several at once keep the processor busy: each quarter waits for the one before.
template <int count>
INLINE void runCustom(const Market &m, const Fleet &bought, const History &past, const Calendar &c, const Custom &own,
                      const double *shares, Lanes *cost) {
  for (int i = 0; i < count; i++) cost[i] = bought.cost;
  if (c.first >= T) return;
  const int start = c.first > kLeadCustom ? c.first - kLeadCustom : 0, life = m.life;
  Fleet fleets[count];
  Lanes correction = all(0);
  // Ordered before the departure, delivered after it.
  for (int q = c.first; q < start + m.lead && q < T; q++)
    correction += (bought.merchant[q + 1] - bought.merchant[q]) * (own.merchantPrice[q] - m.price[q]);
  for (int i = 0; i < count; i++) {
    Fleet &f = fleets[i];
    f.cost = past.cost[start] + correction;
    f.peak = past.peak[start];
    for (int q = before(start, life); q <= start + m.lead && q <= T; q++) {
      f.merchant[q] = bought.merchant[q];
      f.merchantWatts[q] = bought.merchantWatts[q];
    }
    for (int q = before(start, life); q <= start + kLeadCustom && q <= T; q++) f.custom[q] = f.customWatts[q] = all(0);
  }
  for (int t = start; t < T; t++) {
    const int qc = t + kLeadCustom, qm = t + m.lead;
    if (qc < T) {
      const int gone = before(qc, life), known = qc + 1 < qm ? qc + 1 : qm;
      const Lanes wanted = m.demand[t] * m.lookCustom - m.legacy[qc];
      for (int i = 0; i < count; i++) {
        Fleet &f = fleets[i];
        const Lanes able = (f.merchant[known] - f.merchant[gone]) + own.use[qc] * (f.custom[qc] - f.custom[gone]);
        const Lanes ordered = least(own.room[qc], (shares[i] * own.perUse[qc]) * most(all(0), wanted - able));
        f.custom[qc + 1] = f.custom[qc] + ordered;
        f.customWatts[qc + 1] = f.customWatts[qc] + ordered * own.watts[qc];
        f.cost += ordered * own.price[qc];
      }
    }
    if (qm < T) {
      const int gone = before(qm, life), known = qm + 1 < qc + 1 ? qm + 1 : qc + 1;
      const Lanes use = qm < c.first ? all(0) : own.use[qm];
      const Lanes price = qm < c.first ? m.price[qm] : own.merchantPrice[qm];
      for (int i = 0; i < count; i++) {
        Fleet &f = fleets[i];
        const Lanes made = use * (f.custom[known] - f.custom[gone]);
        orderMerchant(m, f, t, qm, f.merchant[qm] - f.merchant[gone] + made, price);
      }
    }
    const int gone = before(t, life);
    const Lanes use = t < c.first ? all(0) : own.use[t];
    for (int i = 0; i < count; i++) {
      Fleet &f = fleets[i];
      const Lanes made = use * (f.custom[t + 1] - f.custom[gone]);
      const Lanes watts =
          (f.merchantWatts[t + 1] - f.merchantWatts[gone]) + (f.customWatts[t + 1] - f.customWatts[gone]);
      pay(m, f, t, f.merchant[t + 1] - f.merchant[gone] + made, watts);
    }
  }
  for (int i = 0; i < count; i++) cost[i] = fleets[i].cost;
}

void evaluate(const Scenarios &s, Lanes *cost) {
  Market m;
  makeMarket(s, m);
  cost[rent] = all(0);
  for (int t = 0; t < T; t++)
    cost[rent] += m.demand[t] * m.penalty[t] + least(m.demand[t], all(fixed.rental[t])) * m.cloudSaves[t];
  Fleet bought;
  History past;
  runBuy(m, bought, past);
  cost[buy] = bought.cost;
  const Programme programmes[3] = {kBuild, kPartner, kAcquire};
  Calendar calendars[3];
  int first = T;
  for (int i = 0; i < 3; i++) {
    calendars[i] = makeCalendar(s, programmes[i]);
    first = calendars[i].first < first ? calendars[i].first : first;
  }
  Lanes logic[T];
  makeLogic(s, T - first, logic);
  const double shares[2] = {0.70, 0.35};
  Lanes found[2];
  for (int i = 0; i < 3; i++) {
    Custom own;
    makeCustom(s, m, programmes[i], calendars[i], logic, own);
    const Lanes spent = programmeCost(s, m, programmes[i], calendars[i]);
    if (programmes[i].partner) {
      runCustom<2>(m, bought, past, calendars[i], own, shares, found);
      cost[codesign] = spent + found[0];
      cost[hybrid] = spent + found[1];
    } else {
      runCustom<1>(m, bought, past, calendars[i], own, shares, found);
      cost[i == 0 ? build : acquire] = spent + found[0];
    }
  }
}

}  // namespace
