"""chip-strategy as a scalar loop compiled by numba: one scenario after the other, with running sums."""

from math import ceil, exp, floor, log, sqrt

import numba
import numpy as np

from chip_strategy import FIXED, NAMES, PROGRAMMES, STRATEGIES, T

F = type("Constants", (), FIXED)
H, HOURS, YEARS, LOOK = F.h, 8766 * F.h, T * F.h, F.lead_c
E_PRICE, LOAD, MAINT, L_DC, P_M0 = F.e_price, F.load, F.maint, F.L_dc, F.p_m0
GAM_P, GAM_W, GAM_O, GHAT, F0 = F.gam_P, F.gam_w, F.gam_o, F.ghat, F.F0
A_DIE, INTEG, HBM, COW, SUBS, MISC, W_C0, O_C0 = F.A_die, F.integ, F.HBM, F.cow, F.subs, F.misc, F.w_c0, F.o_c0
CAD_C, NRE_NEXT, RS_BURN, T_INTEG, TAU_D = F.cad_c, F.nre_next, F.rs_burn, F.T_integ, F.tau_D
_pitch = (np.sqrt(A_DIE) + F.scribe) ** 2
DIES = np.pi * (150 - F.edge) ** 2 / _pitch - np.pi * 2 * (150 - F.edge) / np.sqrt(2 * _pitch)
_years = np.arange(T) * H
GROW_M, GROW_C = (1 + F.A_mg) ** _years * H, (1 + F.A_cg) ** _years * H
CLOUD, RENTAL = F.C0 * (1 + F.C_g) ** _years, F.CR0 * (1 + F.CR_g) ** _years
DRIFT, DEFECTS, KEEP_DC = (1 + F.wafer_g) ** _years, np.exp(-_years / TAU_D), np.maximum(0, 1 - (YEARS - _years) / L_DC)
COLUMNS = ["NRE", "slip", "des_cut", "acquired", "cancel", "ops", "partner", "share"]
OWN = np.array([[float(PROGRAMMES[name][key]) for key in COLUMNS] for name in STRATEGIES[2:]])

INDEX = {name: row for row, name in enumerate(NAMES)}
# Rows of the working storage, each a number for every quarter and one more.
(DEMAND, LEGACY, BEFORE, NOW, CAPITAL, ENERGY, SAVES, PENALTY, FACILITY, ROOM, PRICE, BARGAIN, WATTS, LOGIC, MERCHANT,
 POWER, CUSTOM, DRAW, BUY_MERCHANT, BUY_POWER, PAST_COST, PAST_PEAK, STORAGE) = range(23)  # fmt: skip

for _name, _row in INDEX.items():
    globals()[f"I_{_name}"] = _row

jit = numba.njit(error_model="numpy")


@jit
def flow(work, rate, years):
    x = min(max(years, 0.0), YEARS) / H
    k = min(int(x), T - 1)
    return H * (work[BEFORE, k] + (x - k) * work[NOW, k])


@jit
def market(x, z, work, lead, life):
    drift, spread = (x[I_mu] - x[I_sigma] ** 2 / 2) * H, x[I_sigma] * sqrt(H)
    rate = log(1 + x[I_r])
    step, now, before, horizon = exp(-H * rate), exp(-H / 2 * rate), 0.0, exp(-YEARS * rate)
    demand = x[I_D0]
    for t in range(T):
        if t > 0:
            demand *= exp(drift + spread * z[t])
        work[DEMAND, t], work[NOW, t], work[BEFORE, t] = demand, now, before
        before += now
        now *= step
    work[BEFORE, T] = before
    hourly = LOAD * HOURS * E_PRICE / 1000
    ratio = x[I_w_m0] / (P_M0 * x[I_U_m])
    saving, hour = exp(H * log(1 - x[I_dec_c])), x[I_R0] * HOURS
    decline = log(1 - x[I_dec_m])
    quarterly, renew = exp(H * decline), GAM_P * exp(-x[I_cad_m] * decline)
    chip, host, watts, per, g = x[I_P_m0], x[I_o_m0], x[I_w_m0], 1 / (P_M0 * x[I_U_m]), 0
    cost = 0.0
    for q in range(T):
        now = work[NOW, q]
        service = work[BEFORE, min(q + life, T)] - work[BEFORE, q]
        work[ENERGY, q] = service * hourly
        work[CAPITAL, q] = now + MAINT * H * service - x[I_psi] * horizon * max(0.0, 1 - (T - q) * H / x[I_L])
        work[LEGACY, q] = F0 * x[I_D0] * max(0.0, 1 - q * H / x[I_L])
        cost += work[LEGACY, q] * ratio * hourly * now
        work[PENALTY, q] = x[I_pen] * HOURS * now
        work[SAVES, q] = hour * now - work[PENALTY, q]
        work[FACILITY, q] = x[I_c_dc] * (now - KEEP_DC[q] * horizon)
        hour *= saving
        if floor(q * H / x[I_cad_m] + 1e-9) > g:
            g += 1
            per /= x[I_gam_p]
            chip *= renew
            host *= GAM_O
            watts *= GAM_W
        work[ROOM, q] = x[I_A_m0] * GROW_M[q] / per
        work[WATTS, q] = watts * per
        paid = work[CAPITAL, q] * per
        work[PRICE, q] = (chip + host) * paid + work[WATTS, q] * work[ENERGY, q]
        work[BARGAIN, q] = x[I_theta] * chip * paid
        chip *= quarterly
    return cost


@jit
def pay(work, t, life, ratio, have, watts, cost, peak):
    missing = max(0.0, work[DEMAND, t] - work[LEGACY, t] - have)
    higher = max(peak, watts + work[LEGACY, t] * ratio)
    cost += missing * work[PENALTY, t] + min(missing, CLOUD[t]) * work[SAVES, t]
    return cost + (higher - peak) * work[FACILITY, t], higher


@jit
def buy(x, work, lead, life, cost):
    ratio, ahead = x[I_w_m0] / (P_M0 * x[I_U_m]), exp(GHAT * lead * H)
    peak = work[LEGACY, 0] * ratio
    for q in range(min(lead, T) + 1):
        work[BUY_MERCHANT, q] = work[BUY_POWER, q] = 0.0
    for t in range(T):
        work[PAST_COST, t], work[PAST_PEAK, t] = cost, peak
        q, gone = t + lead, max(0, t - life + 1)
        if q < T:
            have = work[BUY_MERCHANT, q] - work[BUY_MERCHANT, max(0, q - life + 1)] + work[LEGACY, q]
            ordered = min(work[ROOM, q], max(0.0, work[DEMAND, t] * ahead - have))
            work[BUY_MERCHANT, q + 1] = work[BUY_MERCHANT, q] + ordered
            work[BUY_POWER, q + 1] = work[BUY_POWER, q] + ordered * work[WATTS, q]
            cost += ordered * work[PRICE, q]
        have = work[BUY_MERCHANT, t + 1] - work[BUY_MERCHANT, gone]
        watts = work[BUY_POWER, t + 1] - work[BUY_POWER, gone]
        cost, peak = pay(work, t, life, ratio, have, watts, cost, peak)
    return cost


@jit
def programme(x, own, work, live, tape, silicon, volume):
    rate = log(1 + x[I_r])
    nre = x[I_NRE] * own[0]
    burn = nre / x[I_T_des]
    cost = burn * flow(work, rate, tape) + x[I_mask] / H * (flow(work, rate, tape + H) - flow(work, rate, tape))
    cost += x[I_sw] * (H * work[BEFORE, T] if live else flow(work, rate, silicon))
    cost += own[3] * (x[I_acq] * work[NOW, 0] + INTEG / T_INTEG * flow(work, rate, T_INTEG))
    if not live:
        return cost
    spins = x[I_n_spin] - 1
    span = max(H, spins * x[I_T_rs])
    respins = spins * (x[I_mask] + RS_BURN * burn * x[I_T_rs])
    cost += respins / span * (flow(work, rate, silicon + span) - flow(work, rate, silicon))
    for k in range(1, 8):
        launch = volume + k * CAD_C
        if launch >= YEARS:
            break
        renewal = (NRE_NEXT * nre + x[I_mask]) / x[I_T_des]
        cost += renewal * (flow(work, rate, launch) - flow(work, rate, launch - x[I_T_des]))
    return cost


@jit
def custom(x, own, work, lead, life, bought, ages):
    """Cost of a custom strategy, and how many ages of the table of logic are known by now."""
    design = x[I_T_des] * (1 - own[2])
    tape = own[1] * x[I_slip] * design
    silicon = tape + x[I_T_fab]
    volume = silicon + x[I_T_q] + (x[I_n_spin] - 1) * x[I_T_rs]
    live = x[I_cancel] >= own[4]
    spent = programme(x, own, work, live, tape, silicon, volume)
    first = int(ceil(volume / H - 1e-9))
    if not live or first >= T:
        return spent + bought, ages
    for a in range(ages, T - first):
        defects = x[I_D_inf] + (x[I_D_i] - x[I_D_inf]) * DEFECTS[a]
        perfect = (1 + A_DIE / 100 * defects / x[I_alpha]) ** -x[I_alpha]
        work[LOGIC, a] = x[I_wafer] / DIES / (perfect + (1 - perfect) * x[I_harvest])
    ages = max(ages, T - first)
    start = max(0, first - LOOK)
    cost, peak = work[PAST_COST, start], work[PAST_PEAK, start]
    for q in range(min(start + lead, T) + 1):
        work[MERCHANT, q], work[POWER, q] = work[BUY_MERCHANT, q], work[BUY_POWER, q]
    for q in range(first, min(start + lead, T)):
        cost -= (work[MERCHANT, q + 1] - work[MERCHANT, q]) * work[BARGAIN, q]
    for q in range(min(start + max(LOOK, lead), T) + 1):
        work[CUSTOM, q] = work[DRAW, q] = 0.0
    ratio, ahead, look = x[I_w_m0] / (P_M0 * x[I_U_m]), exp(GHAT * lead * H), exp(GHAT * LOOK * H)
    growth = x[I_gam_p] ** (CAD_C / x[I_cad_m])
    warmer = GAM_W ** (CAD_C / x[I_cad_m])
    planned = (design + x[I_T_fab] + x[I_T_q]) / x[I_cad_m] - 0.5
    unit, unit_watts = x[I_phi] * P_M0 * x[I_gam_p] ** max(0.0, planned), W_C0
    eta = x[I_eta_acquire] if own[3] > 0 else x[I_eta]
    mature, unready, learning = x[I_U_m] * eta, 1 - x[I_s0], exp(-H / x[I_tau_sw])
    memory_step = (1 + x[I_GB_g]) ** H
    memory = HBM * x[I_c_GB] * memory_step ** max(first, LOOK)
    markup = (1 + own[5]) / (1 - own[6] * x[I_m_ch])
    use = np.empty(T)
    for q in range(first, T):
        use[q] = mature * (1 - unready)
        unready *= learning
    for t in range(start, T):
        q = t + LOOK
        if q < T:
            age, gone = q - first, max(0, q - life + 1)
            if age > 0 and age % 8 == 0:
                unit *= growth
                unit_watts *= warmer
            have = work[MERCHANT, min(q + 1, t + lead)] - work[MERCHANT, gone] + work[LEGACY, q]
            have += use[q] * (work[CUSTOM, q] - work[CUSTOM, gone])
            gap = max(0.0, work[DEMAND, t] * look - have)
            ramp = 0.1 if age == 0 else 0.3 if age == 1 else 0.6 if age == 2 else 1.0
            room = x[I_A_c0] * GROW_C[q] * x[I_ppw] * x[I_y_asm] * ramp * unit
            ordered = min(room, own[7] * gap / use[q])
            cogs = (work[LOGIC, age] * DRIFT[q] + memory + COW / x[I_ppw] + SUBS) / x[I_y_asm] + MISC
            memory *= memory_step
            price = (cogs * markup + O_C0 / W_C0 * unit_watts) * work[CAPITAL, q] + unit_watts * work[ENERGY, q]
            work[CUSTOM, q + 1] = work[CUSTOM, q] + ordered
            work[DRAW, q + 1] = work[DRAW, q] + ordered * unit_watts / unit
            cost += ordered * price / unit
        q = t + lead
        if q < T:
            gone = max(0, q - life + 1)
            have, price = work[MERCHANT, q] - work[MERCHANT, gone] + work[LEGACY, q], work[PRICE, q]
            if q >= first:
                have += use[q] * (work[CUSTOM, min(q, t + LOOK) + 1] - work[CUSTOM, gone])
                price -= work[BARGAIN, q]
            ordered = min(work[ROOM, q], max(0.0, work[DEMAND, t] * ahead - have))
            work[MERCHANT, q + 1] = work[MERCHANT, q] + ordered
            work[POWER, q + 1] = work[POWER, q] + ordered * work[WATTS, q]
            cost += ordered * price
        gone = max(0, t - life + 1)
        have = work[MERCHANT, t + 1] - work[MERCHANT, gone]
        if t >= first:
            have += use[t] * (work[CUSTOM, t + 1] - work[CUSTOM, gone])
        watts = work[POWER, t + 1] - work[POWER, gone] + work[DRAW, t + 1] - work[DRAW, gone]
        cost, peak = pay(work, t, life, ratio, have, watts, cost, peak)
    return spent + cost, ages


@jit
def run(table, z, costs):
    work = np.empty((STORAGE, T + 1))
    x, steps = np.empty(table.shape[0]), np.empty(T)
    for i in range(table.shape[1]):
        x[:], steps[:] = table[:, i], z[:, i]
        lead, life = int(x[I_lead_m]), int(round(x[I_L] / H))
        legacy = market(x, steps, work, lead, life)
        rent = 0.0
        for t in range(T):
            rent += work[DEMAND, t] * work[PENALTY, t] + min(work[DEMAND, t], RENTAL[t]) * work[SAVES, t]
        costs[0, i] = rent
        costs[1, i] = buy(x, work, lead, life, legacy)
        ages = 0
        for k in range(4):
            costs[2 + k, i], ages = custom(x, OWN[k], work, lead, life, costs[1, i], ages)


def evaluate(table, z):
    """Six rows of costs."""
    costs = np.empty((len(STRATEGIES), table.shape[1]))
    run(table, z, costs)
    return costs
