"""Writes elementary.csv and special.csv: reference values from mpmath at 60 digits, always the same rows.

elementary.csv: function, bits of x, bits of y or 0, bits of the nearest double to the true value, and what that double
exceeds the true value by, in its ulp. special.csv: see its first line. Run: python3 references.py (mpmath 1.3.0).
"""
import random
import struct
from mpmath import mp, mpf, betainc, erfc, exp, floor, log, loggamma, pi, sqrt

mp.dps = 60
draw = random.Random(20260101)


def bits(x):
    return "%x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def binade(low, high):
    return draw.uniform(1, 2) * 2.0 ** draw.randint(low, high)


def sign():
    return draw.choice([-1, 1])


def normal_cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def normal_quantile(p):
    if p == 0.5:
        return mpf(0)
    tail = min(p, 1 - p)
    z = -sqrt(-2 * log(tail)) if tail < 0.2 else (tail - mpf(0.5)) * sqrt(2 * pi)
    for _ in range(200):
        reached = normal_cdf(z)
        step = (log(reached) - log(tail)) * reached * sqrt(2 * pi) * exp(z * z / 2)
        z -= step
        if abs(step) < mpf(10) ** -45 * abs(z):
            break
    return z if p < 0.5 else -z


def arguments():
    for e in range(-60, 10):
        for s in (-1, 1):
            x = s * draw.uniform(1, 2) * 2.0 ** e
            if -745 < x < 709.7:
                yield "exp", x, 0.0
    for _ in range(500):
        yield "exp", draw.uniform(-745.1, 709.7), 0.0
        yield "normalCDF", draw.uniform(-38.4, 2), 0.0
        yield "normalCDF", draw.uniform(-3, 8), 0.0
        yield "log", 1 + sign() * binade(-45, -2), 0.0
        x = 1 + sign() * binade(-45, -2)
        yield "pow", x, draw.uniform(-745, 709) / float(log(mpf(x)))
        yield "pow", draw.uniform(0.1, 10), draw.uniform(-3, 3)
        yield "normalQuantile", draw.uniform(0, 1), 0.0
    for e in range(-1074, 1024):
        x = draw.uniform(1, 2) * 2.0 ** e
        if x > 0 and x != 1:
            yield "log", x, 0.0
            yield "pow", x, draw.uniform(-745, 709) / float(log(mpf(x)))
            if e < -1:
                yield "normalQuantile", x, 0.0
    for e in range(-53, -1):
        yield "normalQuantile", 1 - 2.0 ** e, 0.0
        yield "normalQuantile", 0.5 + sign() * draw.uniform(0.5, 1) * 2.0 ** e, 0.0
    for e in range(-60, 5):
        yield "normalCDF", sign() * draw.uniform(1, 2) * 2.0 ** e, 0.0
    for x in range(-38, 0):
        yield "normalCDF", float(x), 0.0


def truth(function, x, y):
    x, y = mpf(x), mpf(y)
    if function == "exp":
        return exp(x)
    if function == "log":
        return log(x)
    if function == "pow":
        return exp(y * log(x))
    return normal_cdf(x) if function == "normalCDF" else normal_quantile(x)


def elementary():
    for function, x, y in arguments():
        value = truth(function, x, y)
        if value == 0:
            continue
        nearest = float(value)
        ulp = mpf(2) ** (max(int(floor(log(abs(value), 2))), -1022) - 52)
        excess = float((mpf(nearest) - value) / ulp)
        yield "%s,%s,%s,%s,%.4f" % (function, bits(x), bits(y) if y else "0", bits(nearest), excess)


def special():
    for _ in range(250):
        a, b = 10 ** draw.uniform(-1, 2), 10 ** draw.uniform(-1, 2)
        mean, deviation = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        x = min(max(mean + deviation * draw.gauss(0, 1.5), 1e-9), 1 - 1e-9)
        below = betainc(a, b, 0, x, regularized=True)
        above = betainc(b, a, 0, mpf(1) - mpf(x), regularized=True)
        yield ",".join([repr(a), repr(b), repr(x), mp.nstr(below, 20), mp.nstr(above, 20), mp.nstr(loggamma(mpf(a)), 20)])


with open("elementary.csv", "w") as file:
    file.write("\n".join(elementary()) + "\n")
with open("special.csv", "w") as file:
    file.write("alpha,beta,x,I_x(alpha beta),1 - I_x(alpha beta),log gamma(alpha)\n" + "\n".join(special()) + "\n")
