"""chip-strategy for all rivals: constants, the inputs that vary, their draws, and the figures everybody must meet."""

from types import SimpleNamespace

import numpy as np

from folds import Contest
from training_cost import lognormal as within

T, H = 32, 0.25
STRATEGIES = ["rent", "buy", "build", "codesign", "acquire", "hybrid"]

# What never varies here.
FIXED = dict(
    T=T, h=H, F0=0.8, ghat=0.5, headroom=0, p_m0=2.25, gam_w=1.3, gam_P=1.3, gam_o=1.3, A_mg=0.35, C0=4e3, C_g=0.30,
    CR0=2.5e4, CR_g=0.65, L_dc=15, e_price=0.08, load=0.80, maint=0.05, A_die=840, n_die=1, scribe=0.2, edge=3,
    wafer_g=0.03, tau_D=1, HBM=216, cow=12000, subs=300, misc=900, w_c0=1800, o_c0=11800, t0=0,
    rs_burn=0.5, cad_c=2, nre_next=0.7, T_integ=2, integ=300e6, A_cg=0.40, lead_c=2,
)  # fmt: skip

# What varies, in the order of the rows every rival reads, with its default. `slip` and `NRE` are factors on the
# strategy's own, `cancel` is a uniform number (a programme is cancelled below its probability), `m_ch` the partner's
# margin, `eta` that of all but an acquired team.
INPUTS = dict(
    D0=2e4, mu=0.5, sigma=0, P_m0=32000, o_m0=15300, w_m0=2340, c_dc=14.8, dec_m=0.14, cad_m=2, gam_p=2, U_m=0.35,
    lead_m=2, A_m0=6e4, theta=0, R0=5, dec_c=0.18, pen=12, L=5, psi=0.6, r=0.10, wafer=22000, D_i=0.20, D_inf=0.10,
    alpha=3, harvest=0.6, c_GB=15, GB_g=0, y_asm=0.95, ppw=16, phi=0.85, T_des=1.75, T_fab=0.5, T_q=0.5, slip=1,
    n_spin=2, T_rs=0.5, cancel=1, NRE=1, mask=30e6, sw=60e6, m_ch=0.55, eta=0.90, eta_acquire=0.80, s0=0.45,
    tau_sw=0.75, A_c0=1e4, acq=1e9,
)  # fmt: skip
NAMES = list(INPUTS)

# What a strategy with a programme of its own changes.
BUILD = dict(NRE=350e6, slip=1.15, des_cut=0, cancel=3 / 9, ops=0.06, partner=False, acquired=False, share=0.70)
PARTNER = dict(NRE=200e6, slip=1.05, des_cut=0, cancel=2 / 10, ops=0, partner=True, acquired=False, share=0.70)
ACQUIRE = dict(NRE=250e6, slip=1.15, des_cut=0.5, cancel=4 / 9, ops=0.06, partner=False, acquired=True, share=0.70)
PROGRAMMES = dict(build=BUILD, codesign=PARTNER, acquire=ACQUIRE, hybrid=PARTNER | dict(share=0.35))

# Recorded costs at the defaults, US$: of 2e4 effective PFLOP/s of demand, and of 2e3.
RECORD = [
    ("oracle_default_RENT", "rent", 2e4, 17216120655.71), ("oracle_default_BUY", "buy", 2e4, 15536930752.83),
    ("oracle_default_BUILD", "build", 2e4, 15504582344.72),
    ("oracle_default_CODESIGN", "codesign", 2e4, 15792280077.68),
    ("oracle_default_ACQUIRE", "acquire", 2e4, 17413984877.82),
    ("oracle_default_HYBRID", "hybrid", 2e4, 16055167845.35), ("oracle_small_RENT", "rent", 2e3, 1721612065.571),
    ("oracle_small_BUY", "buy", 2e3, 1548805254.267), ("oracle_small_CODESIGN", "codesign", 2e3, 2294026210.16),
]  # fmt: skip


def programme(strategy, x):
    """The parameters of a strategy: the drawn inputs, with what the strategy changes."""
    p = SimpleNamespace(**FIXED, **x)
    p.live = False
    if strategy not in PROGRAMMES:
        return p
    own = PROGRAMMES[strategy]
    p.NRE, p.slip = x["NRE"] * own["NRE"], x["slip"] * own["slip"]
    p.eta = x["eta_acquire" if own["acquired"] else "eta"]
    p.m_ch = x["m_ch"] if own["partner"] else 0.0
    if not own["acquired"]:
        p.acq = p.integ = 0.0
    p.ops, p.des_cut, p.share = own["ops"], own["des_cut"], own["share"]
    p.live = x["cancel"] >= own["cancel"]
    return p


def draws(rng, n):
    """n scenarios: the rows of INPUTS with everything uncertain drawn, and the steps of log demand."""
    normal, uniform, triangular = rng.standard_normal, rng.uniform, rng.triangular

    def lognormal(median, sigma):
        return median * np.exp(sigma * normal(n))

    x = dict(INPUTS)
    x.update(
        mu=0.45 + 0.2 * normal(n), sigma=uniform(0.1, 0.5, n), P_m0=lognormal(32000, 0.15),
        o_m0=uniform(11475, 19125, n), w_m0=uniform(1755, 2925, n), c_dc=uniform(11.1, 18.5, n),
        dec_m=triangular(0, 0.14, 0.30, n), cad_m=uniform(1, 2, n), gam_p=triangular(1.5, 2, 2.8, n),
        U_m=rng.beta(14, 26, n), lead_m=1 + np.searchsorted([0.3, 0.6, 0.8], rng.random(n), "right"),
        A_m0=lognormal(6e4, 0.5), theta=uniform(0, 0.3, n), R0=lognormal(5, 0.2), dec_c=triangular(0.05, 0.18, 0.45, n),
        pen=uniform(0, 60, n), L=rng.integers(3, 7, n), psi=uniform(0.2, 0.9, n), r=uniform(0.07, 0.13, n),
        wafer=within(rng, n, 18e3, 28e3), D_i=within(rng, n, 0.1, 0.5), D_inf=within(rng, n, 0.07, 0.15),
        alpha=1.5 * (10 / 1.5) ** rng.random(n), harvest=uniform(0.4, 0.8, n), c_GB=lognormal(15, 0.3),
        GB_g=uniform(-0.1, 0.2, n), y_asm=rng.beta(38, 2, n),
        ppw=np.array([9.0, 16, 16, 29])[rng.integers(0, 4, n)], phi=triangular(0.5, 0.85, 1.2, n),
        T_des=triangular(0.75, 1.75, 3, n), T_fab=uniform(0.35, 0.6, n), T_q=uniform(0.25, 1, n),
        slip=lognormal(1, 0.25), n_spin=1 + np.searchsorted([0.20, 0.65, 0.93], rng.random(n), "right"),
        T_rs=triangular(0.3, 0.5, 0.8, n), cancel=rng.random(n), NRE=lognormal(1, 0.5), mask=lognormal(30e6, 0.3),
        sw=lognormal(60e6, 0.5), m_ch=triangular(0.45, 0.55, 0.68, n), eta=rng.beta(8, 2, n),
        eta_acquire=rng.beta(7, 3, n), s0=rng.beta(4, 5, n),
        tau_sw=triangular(0.25, 0.75, 2, n), A_c0=lognormal(1e4, 0.5), acq=0.2e9 * 100 ** rng.random(n),
    )  # fmt: skip
    table = np.empty((len(NAMES), n))
    for row, name in zip(table, NAMES):
        row[:] = x[name]
    return table, normal((T, n))


def defaults(demands):
    """One scenario for each demand, everything else at its default, eight times each."""
    demands = np.repeat(np.asarray(demands, dtype=float), 8)
    table = np.empty((len(NAMES), len(demands)))
    for row, name in zip(table, NAMES):
        row[:] = INPUTS[name]
    table[NAMES.index("D0")] = demands
    return table, np.zeros((T, len(demands)))


def groups(table):
    """Lead time in quarters, life in quarters, and the scenarios that have them."""
    lead, life = table[NAMES.index("lead_m")].astype(int), np.rint(table[NAMES.index("L")] / H).astype(int)
    key = lead * 1000 + life
    for value in np.unique(key):
        yield int(value // 1000), int(value % 1000), np.flatnonzero(key == value)


def faults(evaluate, reference=None):
    """What a rival gets wrong: recorded costs at the defaults and another rival's costs of random scenarios, both to
    1e-9. `evaluate(table, z)` returns six rows of costs."""
    table, z = defaults([2e4, 2e3])
    costs = evaluate(table, z)
    found = []
    for name, strategy, demand, recorded in RECORD:
        cost = costs[STRATEGIES.index(strategy)][0 if demand == 2e4 else 8]
        if not abs(cost / recorded - 1) <= 1e-9:
            found.append(f"{name}: {float(cost)!r} where the record has {recorded!r}")
    if reference is not None:
        table, z = draws(np.random.Generator(np.random.Philox(11)), 2048)
        off = np.abs(evaluate(table, z) / reference(table, z) - 1)
        if not off.max() <= 1e-9:
            found.append(f"random scenarios are off by {off.max():.1e}")
    return found


class Job:
    """Draws by NumPy's Philox generator, costs by `evaluate`, statistics by NumPy, batch by batch."""

    def __init__(self, evaluate, batch):
        self.evaluate, self.batch = evaluate, batch
        self.rng = np.random.Generator(np.random.Philox(2026))
        self.contest = Contest(len(STRATEGIES), spread=True)

    def step(self):
        self.contest.add(self.evaluate(*draws(self.rng, self.batch)))
        return self.batch * len(STRATEGIES)

    def shares(self):
        """How often each strategy is the best, and of how many samples."""
        return self.contest.shares(), self.contest.count
