"""Records GARCH(1,1) fits of Python's arch on simulated returns.

Run: python Fixtures/reference/scripts/garch.py > Fixtures/reference/garch.json
Needs: pip install arch==8.0.0 numpy
"""

import json

import arch
import numpy as np


def simulated(seed, count, mean, omega, alpha, beta):
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(count)
    variance, out = omega / (1 - alpha - beta), []
    for z in noise:
        surprise = np.sqrt(variance) * z
        out.append(float(f"{mean + surprise:.10g}"))
        variance = omega + alpha * surprise**2 + beta * variance
    return np.array(out)


def fading(seed, count):
    """Returns whose variance falls steadily: the likelihood has a second, lower top."""
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(count)
    return np.array([float(f"{x:.10g}") for x in noise * np.linspace(1.6, 0.6, count)])


def following(returns, p, variance):
    """The next variance by the fitted recursion; arch's own forecast also keeps to bounds."""
    surprise = returns[-1] - p.get("mu", 0)
    return float(p["omega"] + p["alpha[1]"] * surprise**2 + p["beta[1]"] * variance)


samples = [simulated(*arguments) for arguments in [
    (1, 1500, 0.05, 0.02, 0.08, 0.90),
    (2, 800, 0.0, 0.10, 0.15, 0.70),
    (3, 400, 0.1, 0.05, 0.05, 0.90),
]] + [fading(4, 250)]
cases = []
for returns in samples:
    for kind in ("Constant", "Zero"):
        model = arch.arch_model(returns, mean=kind, vol="GARCH", p=1, q=1, rescale=False)
        fit = model.fit(disp="off", tol=1e-14, options={"maxiter": 2000})
        p = fit.params
        cases.append({
            "returns": returns.tolist(), "mean": kind.lower(),
            "parameters": {"mean": float(p.get("mu", 0)), "omega": float(p["omega"]),
                           "alpha": float(p["alpha[1]"]), "beta": float(p["beta[1]"])},
            "log_likelihood": float(fit.loglikelihood),
            "last_variance": float(fit.conditional_volatility[-1] ** 2),
            "forecast": following(returns, p, fit.conditional_volatility[-1] ** 2),
        })

print(json.dumps({
    "tool": "arch",
    "version": f"arch {arch.__version__}, numpy {np.__version__}",
    "command": "python Fixtures/reference/scripts/garch.py",
    "cases": cases,
}, separators=(",", ":")))
