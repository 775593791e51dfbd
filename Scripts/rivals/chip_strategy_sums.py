"""chip-strategy in NumPy with running sums, as a careful author would: sums before a quarter instead of sums over
vintages, one coefficient for what a delivery costs until the horizon, powers by recurrence, strategies side by side."""

import numpy as np

from chip_strategy import FIXED, NAMES, PROGRAMMES, STRATEGIES, T, groups

F = type("Constants", (), FIXED)
H, HOURS, YEARS, LOOK = F.h, 8766 * F.h, T * F.h, F.lead_c
CALENDARS = [PROGRAMMES["build"], PROGRAMMES["codesign"], PROGRAMMES["acquire"]]
ROWS = [0, 1, 2, 1]  # calendars of build, codesign, acquire, hybrid
SHARES = np.array([[0.0], *([PROGRAMMES[name]["share"]] for name in STRATEGIES[2:])])


def column(key):
    return np.array([[calendar[key]] for calendar in CALENDARS], dtype=float)


class Market:
    """Tables by quarter that all strategies share."""

    def __init__(self, p, z, lead, life):
        steps = np.empty((T, len(p.D0)))
        steps[0] = 0
        steps[1:] = (p.mu - p.sigma**2 / 2) * H + p.sigma * np.sqrt(H) * z[1:]
        self.demand = p.D0 * np.exp(np.cumsum(steps, axis=0))
        self.rate = np.log1p(p.r)
        step = np.exp(-H * self.rate)
        now = [np.exp(-H / 2 * self.rate)]
        for _ in range(T - 1):
            now.append(now[-1] * step)
        self.now = np.array(now)
        self.before = np.concatenate([np.zeros((1, len(p.D0))), np.cumsum(self.now, axis=0)])
        horizon = np.exp(-YEARS * self.rate)
        q = np.arange(T)
        service = self.before[np.minimum(q + life, T)] - self.before[q]
        age = np.maximum(0, 1 - (T - q)[:, None] * H / p.L)
        self.capital = self.now + F.maint * H * service - p.psi * age * horizon
        self.energy = service * (F.load * HOURS * F.e_price / 1000)
        self.legacy = F.F0 * p.D0 * np.maximum(0, 1 - q[:, None] * H / p.L)
        self.penalty = p.pen * HOURS * self.now
        self.saves = p.R0 * HOURS * np.exp(q[:, None] * (H * np.log1p(-p.dec_c))) * self.now - self.penalty
        self.facility = p.c_dc * (self.now - np.maximum(0, 1 - (T - q) * H / F.L_dc)[:, None] * horizon)
        self.watts = self.legacy * (p.w_m0 / (F.p_m0 * p.U_m))
        self.legacy_energy = (self.watts * self.now).sum(axis=0) * (F.load * HOURS * F.e_price / 1000)
        self.cloud = F.C0 * (1 + F.C_g) ** (q * H)
        self.merchant(p, q)

    def merchant(self, p, q):
        g = np.floor(q[:, None] * H / p.cad_m + 1e-9)
        per = np.exp(-g * np.log(p.gam_p)) / (F.p_m0 * p.U_m)
        chip = p.P_m0 * np.exp(g * np.log(F.gam_P) + (q[:, None] * H - g * p.cad_m) * np.log1p(-p.dec_m))
        growth = np.exp(g * np.log(F.gam_w))
        self.room = p.A_m0 * ((1 + F.A_mg) ** (q * H) * H)[:, None] / per
        self.power = p.w_m0 * growth * per
        paid = self.capital * per
        self.price = (chip + p.o_m0 * growth) * paid + self.power * self.energy
        self.bargain = p.theta * chip * paid


def flow(m, years):
    """Present value of one dollar a year from now until `years`, discounted in the middle of each quarter."""
    x = np.clip(years, 0, YEARS) / H
    k = np.minimum(np.floor(x), T - 1)
    step = np.exp(-H * m.rate)
    advance = np.exp(-H * k * m.rate)
    return H * m.now[0] * ((1 - advance) / (1 - step) + (x - k) * advance)


class Programmes:
    """The calendars of build, codesign and acquire: money of the programme, and tables of the units it makes."""

    def __init__(self, p, m):
        design = p.T_des * (1 - column("des_cut"))
        tape = column("slip") * p.slip * design
        silicon = tape + p.T_fab
        volume = silicon + p.T_q + (p.n_spin - 1) * p.T_rs
        live = p.cancel >= column("cancel")
        self.cost = self.money(p, m, tape, silicon, volume, live)[ROWS]
        self.age = np.arange(T)[:, None, None] - np.where(live, np.ceil(volume / H - 1e-9), T)
        self.planned = design + p.T_fab + p.T_q
        # Cost of the logic of a unit by quarters since volume start, at the wafer price of today.
        pitch = (np.sqrt(F.A_die) + F.scribe) ** 2
        dies = np.pi * (150 - F.edge) ** 2 / pitch - np.pi * 2 * (150 - F.edge) / np.sqrt(2 * pitch)
        defects = p.D_inf + (p.D_i - p.D_inf) * np.exp(-np.arange(T) * H / F.tau_D)[:, None]
        perfect = np.exp(-p.alpha * np.log1p(F.A_die / 100 * defects / p.alpha))
        self.logic = p.wafer / dies / (perfect + (1 - perfect) * p.harvest)
        self.gain = np.exp(np.log(p.gam_p) * np.maximum(0, self.planned / p.cad_m - 0.5)) * p.phi * F.p_m0
        self.markup = (1 + column("ops")) / (1 - column("partner") * p.m_ch)

    @staticmethod
    def money(p, m, tape, silicon, volume, live):
        nre = p.NRE * column("NRE")
        burn = nre / p.T_des
        cost = burn * flow(m, tape) + p.mask / H * (flow(m, tape + H) - flow(m, tape))
        cost += p.sw * np.where(live, H * m.before[T], flow(m, silicon))
        cost += column("acquired") * (p.acq * m.now[0] + F.integ / F.T_integ * H * m.before[int(F.T_integ / H)])
        spins = p.n_spin - 1
        span = np.maximum(H, spins * p.T_rs)
        later = spins * (p.mask + F.rs_burn * burn * p.T_rs) / span * (flow(m, silicon + span) - flow(m, silicon))
        for k in range(1, 8):
            launch = volume + k * F.cad_c
            if not np.any(launch < YEARS):
                break
            renewal = (F.nre_next * nre + p.mask) / p.T_des * (flow(m, launch) - flow(m, launch - p.T_des))
            later += np.where(launch < YEARS, renewal, 0)
        return cost + np.where(live, later, 0)

    def units(self, p, m, q):
        """Of quarter q, for each calendar: started or not, use, room and price of a unit's peak, power of it."""
        age = self.age[q]
        past = np.maximum(age, 0)
        started = age >= 0
        mature = p.U_m * np.where(column("acquired"), p.eta_acquire, p.eta)
        use = mature * (1 - (1 - p.s0) * np.exp(-past * (H / p.tau_sw)))
        successor = np.floor(past * H / F.cad_c + 1e-9) * (F.cad_c / p.cad_m)
        peak = self.gain * np.exp(successor * np.log(p.gam_p))
        watts = F.w_c0 * np.exp(successor * np.log(F.gam_w)) / peak
        ramp = np.array([0.1, 0.3, 0.6, 1.0])[np.minimum(past, 3).astype(int)]
        supply = p.A_c0 * ((1 + F.A_cg) ** (q * H) * H) * p.ppw * p.y_asm
        logic = np.take_along_axis(self.logic, past.astype(int), axis=0) * (1 + F.wafer_g) ** (q * H)
        memory = F.HBM * p.c_GB * np.exp(q * H * np.log1p(p.GB_g)) + F.cow / p.ppw + F.subs
        cogs = (logic + memory) / p.y_asm + F.misc
        price = (cogs * self.markup / peak + F.o_c0 / F.w_c0 * watts) * m.capital[q] + watts * m.energy[q]
        return started, use, np.where(started, supply * ramp * peak, 0), price, watts


def run(p, z, lead, life):
    m = Market(p, z, lead, life)
    own = Programmes(p, m)
    n, rows = len(p.D0), len(SHARES)
    tables = [own.units(p, m, q) for q in range(T)]

    def spread(values):
        """Rows of buy and the four custom strategies."""
        result = np.zeros((rows, n))
        result[1:] = values[ROWS]
        return result

    started, use, room, price, watts = (
        [spread(table[i]) if np.any(table[0]) else None for table in tables] for i in range(5)
    )
    # Sums before each quarter: capacity and power of merchant units, peak and power of custom units.
    merchant, power, custom, draw = (np.zeros((T + 1, rows, n)) for _ in range(4))
    cost = np.zeros((rows, n)) + m.legacy_energy
    cost[1:] += own.cost
    peak = np.zeros((rows, n)) + m.watts[0]
    rent = np.zeros(n)
    for t in range(T):
        demand = m.demand[t]
        q = t + LOOK
        if q < T:
            gone, known = max(0, q - life + 1), min(q + 1, t + lead)
            if use[q] is not None:
                have = merchant[known] - merchant[gone] + use[q] * (custom[q] - custom[gone])
                gap = np.maximum(0, demand * np.exp(F.ghat * LOOK * H) - m.legacy[q] - have)
                # Rows without a programme have no room; their use is 0.
                ordered = np.minimum(room[q], SHARES * gap / np.maximum(use[q], 1e-300))
                custom[q + 1] = custom[q] + ordered
                draw[q + 1] = draw[q] + ordered * watts[q]
                cost += ordered * price[q]
            else:
                custom[q + 1], draw[q + 1] = custom[q], draw[q]
        q = t + lead
        if q < T:
            gone, known = max(0, q - life + 1), min(q + 1, t + LOOK + 1)
            have = merchant[q] - merchant[gone]
            if use[q] is not None:
                have += use[q] * (custom[known] - custom[gone])
            ordered = np.minimum(m.room[q], np.maximum(0, demand * np.exp(F.ghat * lead * H) - m.legacy[q] - have))
            merchant[q + 1] = merchant[q] + ordered
            power[q + 1] = power[q] + ordered * m.power[q]
            cost += ordered * (m.price[q] if use[q] is None else m.price[q] - started[q] * m.bargain[q])
        gone = max(0, t - life + 1)
        have = merchant[t + 1] - merchant[gone] + m.legacy[t]
        if use[t] is not None:
            have += use[t] * (custom[t + 1] - custom[gone])
        missing = np.maximum(0, demand - have)
        cost += missing * m.penalty[t] + np.minimum(missing, m.cloud[t]) * m.saves[t]
        higher = np.maximum(peak, power[t + 1] - power[gone] + draw[t + 1] - draw[gone] + m.watts[t])
        cost += (higher - peak) * m.facility[t]
        peak = higher
        rent += demand * m.penalty[t] + np.minimum(demand, F.CR0 * (1 + F.CR_g) ** (t * H)) * m.saves[t]
    return np.concatenate([rent[None], cost])


def evaluate(table, z, batch=2500):
    """Six rows of costs, by batches that fit the cache."""
    costs = np.empty((len(STRATEGIES), table.shape[1]))
    for lead, life, members in groups(table):
        for first in range(0, len(members), batch):
            part = members[first : first + batch]
            p = type("Inputs", (), dict(zip(NAMES, np.take(table, part, axis=1))))
            costs[:, part] = run(p, np.take(z, part, axis=1), lead, life)
    return costs
