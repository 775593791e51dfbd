"""chip-strategy in NumPy, as its equations read: every sum over vintages is taken anew, quarter by quarter."""

import numpy as np

from chip_strategy import NAMES, STRATEGIES, groups, programme


def overlap(t, h, start, end):
    return np.maximum(0, np.minimum((t + 1) * h, end) - np.maximum(t * h, start))


def cogs(p, year, age):
    pitch = (np.sqrt(p.A_die) + p.scribe) ** 2
    dies = np.pi * (150 - p.edge) ** 2 / pitch - np.pi * 2 * (150 - p.edge) / np.sqrt(2 * pitch)
    defects = p.D_inf + (p.D_i - p.D_inf) * np.exp(-age / p.tau_D)
    perfect = (1 + p.A_die * defects / 100 / p.alpha) ** -p.alpha
    sold = perfect + (1 - perfect) * p.harvest
    parts = p.n_die * p.wafer * (1 + p.wafer_g) ** year / (dies * sold) + p.HBM * p.c_GB * (1 + p.GB_g) ** year
    return (parts + p.cow / p.ppw + p.subs) / p.y_asm + p.misc


class Run:
    """Scenarios of one lead time and one life, under one strategy."""

    def __init__(self, strategy, x, lead, life):
        p = self.p = programme(strategy, x)
        self.strategy, self.lead, self.life = strategy, lead, life
        self.merchant, self.custom, self.facilities = [], [], []
        self.buys, self.has_programme = strategy != "rent", strategy not in ("rent", "buy")
        self.cost = np.zeros_like(p.D0)
        if self.has_programme:
            design = p.T_des * (1 - p.des_cut)
            self.tape = p.t0 + p.slip * design
            self.silicon = self.tape + p.T_fab
            self.volume = self.silicon + p.T_q + (p.n_spin - 1) * p.T_rs
            self.planned = p.t0 + design + p.T_fab + p.T_q
            self.q_vol = np.ceil(self.volume / p.h - 1e-9)
        self.peak = self.legacy(0) / (p.p_m0 * p.U_m) * p.w_m0

    def legacy(self, q):
        p = self.p
        return p.F0 * p.D0 * np.maximum(0, 1 - q * p.h / p.L) if self.buys else np.zeros_like(p.D0)

    def alive(self, deliveries, q):
        return [d for d in deliveries if d[0] <= q < d[0] + self.life]

    def use(self, q):
        p = self.p
        return p.U_m * p.eta * (1 - (1 - p.s0) * np.exp(-np.maximum(0, q - self.q_vol) * p.h / p.tau_sw))

    def capacity(self, q):
        total = self.legacy(q)
        merchant, custom = self.alive(self.merchant, q), self.alive(self.custom, q)
        if merchant:
            total = total + self.p.U_m * np.sum([n * peak for _, n, peak, _, _ in merchant], axis=0)
        if custom:
            total = total + self.use(q) * np.sum([n * peak for _, n, peak, _, _ in custom], axis=0)
        return total

    def gap(self, q, lead, demand):
        p = self.p
        return np.maximum(0, demand * np.exp(p.ghat * lead * p.h) * (1 + p.headroom) - self.capacity(q))

    def order_custom(self, q, demand):
        p = self.p
        started = p.live & (q >= self.q_vol)
        age = np.maximum(0, q - self.q_vol) * p.h
        successor = np.floor(age / p.cad_c + 1e-9) * p.cad_c / p.cad_m
        peak = p.phi * p.p_m0 * p.gam_p ** (np.maximum(0, self.planned / p.cad_m - 0.5) + successor)
        watts = p.w_c0 * p.gam_w**successor
        ramp = np.select([q <= self.q_vol, q == self.q_vol + 1, q == self.q_vol + 2], [0.1, 0.3, 0.6], 1.0)
        supply = p.A_c0 * (1 + p.A_cg) ** (q * p.h) * p.ppw * p.y_asm * p.h * ramp
        units = np.minimum(supply, p.share * self.gap(q, p.lead_c, demand) / (peak * self.use(q)))
        price = cogs(p, q * p.h, age) / (1 - p.m_ch) * (1 + p.ops) + p.o_c0 * watts / p.w_c0
        self.custom.append((q, np.where(started, units, 0), peak, watts, price))

    def order_merchant(self, q, demand):
        p = self.p
        g = np.floor(q * p.h / p.cad_m + 1e-9)
        peak = p.p_m0 * p.gam_p**g
        supply = p.A_m0 * (1 + p.A_mg) ** (q * p.h) * p.h
        units = np.minimum(supply, self.gap(q, self.lead, demand) / (peak * p.U_m))
        chip = p.P_m0 * p.gam_P**g * (1 - p.dec_m) ** (q * p.h - g * p.cad_m)
        if self.has_programme:
            chip = np.where(p.live & (q >= self.q_vol), chip * (1 - p.theta), chip)
        self.merchant.append((q, units, peak, p.w_m0 * p.gam_w**g, chip + p.o_m0 * p.gam_o**g))

    def pay(self, t, demand):
        p = self.p
        hours = 8766 * p.h
        short = np.maximum(0, demand - self.capacity(t))
        cloud = p.C0 * (1 + p.C_g) ** (t * p.h) if self.buys else p.CR0 * (1 + p.CR_g) ** (t * p.h)
        rented = np.minimum(short, cloud)
        fleet = self.alive(self.merchant, t) + self.alive(self.custom, t)
        watts, value = self.legacy(t) / (p.p_m0 * p.U_m) * p.w_m0, 0.0
        if fleet:
            watts = watts + np.sum([n * w for _, n, _, w, _ in fleet], axis=0)
            value = np.sum([n * v for _, n, _, _, v in fleet], axis=0)
        facility = np.maximum(0, watts - self.peak) * p.c_dc
        self.peak = np.maximum(self.peak, watts)
        self.facilities.append(facility)
        cost = facility + watts / 1000 * p.load * hours * p.e_price + p.maint * p.h * value
        cost = cost + rented * p.R0 * (1 - p.dec_c) ** (t * p.h) * hours + (short - rented) * p.pen * hours
        cost = cost + sum(n * v for q, n, _, _, v in self.merchant + self.custom if q == t)
        if self.has_programme:
            cost = cost + self.programme(t)
        self.cost += cost * (1 + p.r) ** (-(t + 0.5) * p.h)

    def programme(self, t):
        p = self.p
        years, span = p.T * p.h, np.maximum(p.h, (p.n_spin - 1) * p.T_rs)
        cost = p.NRE / p.T_des * overlap(t, p.h, p.t0, self.tape)
        cost = cost + p.mask / p.h * overlap(t, p.h, self.tape, self.tape + p.h)
        cost = cost + p.sw * overlap(t, p.h, p.t0, np.where(p.live, years, self.silicon))
        cost = cost + p.acq / p.h * overlap(t, p.h, p.t0, p.t0 + p.h)
        cost = cost + p.integ / p.T_integ * overlap(t, p.h, p.t0, p.t0 + p.T_integ)
        respins = (p.n_spin - 1) * (p.mask + p.rs_burn * p.NRE / p.T_des * p.T_rs)
        later = respins / span * overlap(t, p.h, self.silicon, self.silicon + span)
        for k in range(1, 8):
            launch = self.volume + k * p.cad_c
            renewal = (p.nre_next * p.NRE + p.mask) / p.T_des * overlap(t, p.h, launch - p.T_des, launch)
            later = later + np.where(launch < years, renewal, 0)
        return cost + np.where(p.live, later, 0)

    def finish(self):
        p = self.p
        worth = np.zeros_like(self.cost)
        for q, n, _, _, value in self.merchant + self.custom:
            if q < p.T:
                worth += p.psi * n * value * np.maximum(0, 1 - (p.T - q) * p.h / p.L)
        for t, spent in enumerate(self.facilities):
            worth += spent * max(0, 1 - (p.T - t) * p.h / p.L_dc)
        return self.cost - worth * (1 + p.r) ** (-p.T * p.h)


def run(strategy, x, z, lead, life):
    work = Run(strategy, x, lead, life)
    p, log_demand = work.p, np.zeros_like(x["D0"])
    for t in range(p.T):
        if t > 0:
            log_demand = log_demand + (p.mu - p.sigma**2 / 2) * p.h + p.sigma * np.sqrt(p.h) * z[t]
        demand = p.D0 * np.exp(log_demand)
        if work.has_programme and np.any(p.live & (t + p.lead_c >= work.q_vol)):
            work.order_custom(t + p.lead_c, demand)
        if work.buys:
            work.order_merchant(t + lead, demand)
        work.pay(t, demand)
    return work.finish()


def evaluate(table, z):
    """Six rows of costs."""
    costs = np.empty((len(STRATEGIES), table.shape[1]))
    for lead, life, members in groups(table):
        x = dict(zip(NAMES, np.take(table, members, axis=1)))
        shocks = np.take(z, members, axis=1)
        for row, strategy in zip(costs, STRATEGIES):
            row[members] = run(strategy, x, shocks, lead, life)
    return costs
