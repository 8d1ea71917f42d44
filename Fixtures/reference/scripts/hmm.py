"""Reference values of hidden Markov models and k-means, computed by tools other than ours.

python3 -m venv venv && venv/bin/pip install hmmlearn==0.3.3 scikit-learn==1.9.1 statsmodels==0.15.0 numpy==2.4.6
venv/bin/python Fixtures/reference/scripts/hmm.py > Fixtures/reference/hmm.json
"""
import json, warnings
warnings.filterwarnings("ignore")
import hmmlearn, numpy as np, sklearn, statsmodels
from hmmlearn.hmm import GaussianHMM
from sklearn.cluster import KMeans
from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

g = np.random.Generator(np.random.PCG64(20261123))
n, k = 400, 3
P = np.array([[.95, .04, .01], [.03, .94, .03], [.02, .05, .93]])
mu = np.array([[.1, -.2, .0], [.0, .5, .3], [-.6, .1, -.4]]); sd = np.array([.5, 1., 1.8])
z = np.zeros(n, int)
for i in range(1, n): z[i] = g.choice(k, p=P[z[i - 1]])
X = mu[z] + sd[z][:, None] * g.standard_normal((n, 3)); X[:, 1] += .4 * X[:, 0]; X = np.round(X, 6)

def table(m): return dict(initial=m.startprob_.tolist(), transitions=m.transmat_.tolist(), means=m.means_.tolist(), covariances=m.covars_.tolist())

def hmm(covariance):
    m = GaussianHMM(k, covariance_type=covariance, n_iter=15, tol=-np.inf, random_state=0, implementation="log", covars_prior=0.0)
    m.init_params = ""; m.n_features = 3
    m.startprob_ = np.array([.5, .3, .2]); m.transmat_ = np.array([[.8, .1, .1], [.15, .8, .05], [.1, .1, .8]])
    m.means_ = np.array([[.2, 0, 0], [0, .4, .2], [-.5, 0, -.3]], float)
    spread = [np.eye(3) * v for v in (.4, 1., 3.)]
    m.covars_ = np.array(spread if covariance == "full" else [np.diag(s) for s in spread])
    start = table(m); m.fit(X)
    logprob, path = m.decode(X)
    return dict(start=start, iterations=m.monitor_.iter, trace=[float(v) for v in m.monitor_.history], fitted=table(m), logLikelihood=float(m.score(X)),
                smoothed=m.predict_proba(X)[::20].tolist(), pathLogDensity=float(logprob), path=path.tolist(), aic=float(m.aic(X)), bic=float(m.bic(X)))

def chain(R, count):
    s = np.zeros(count, int)
    for i in range(1, count): s[i] = g.choice(len(R), p=R[s[i - 1]])
    return s

s = chain(np.array([[.97, .03], [.08, .92]]), 600)
two = np.round(np.where(s == 0, .05, -.1) + np.where(s == 0, .6, 1.9) * g.standard_normal(600), 6)
s = chain(np.array([[.95, .03, .02], [.03, .95, .02], [.03, .03, .94]]), 600)
three = np.round(np.array([.1, 0, -.8])[s] + np.array([.3, 1, 3.5])[s] * g.standard_normal(600), 6)

def switching(y, regimes):
    model = MarkovRegression(y, k_regimes=regimes, trend="c", switching_variance=True)
    # Expectation maximisation brings it near, quasi-Newton to where the score vanishes.
    near = model._fit_em(maxiter=300, tolerance=1e-12).params
    r = model.fit(start_params=near, method="bfgs", maxiter=300, em_iter=0, gtol=1e-8, disp=False)
    order = np.argsort(r.params[-regimes:]); T = r.regime_transition[:, :, 0].T
    return dict(returns=y.tolist(), regimes=regimes, logLikelihood=float(r.llf), means=r.params[-2 * regimes:-regimes][order].tolist(),
                variances=r.params[-regimes:][order].tolist(), transitions=T[np.ix_(order, order)].tolist(),
                filtered=r.filtered_marginal_probabilities[::25][:, order].tolist(), smoothed=r.smoothed_marginal_probabilities[::25][:, order].tolist(),
                largestScore=float(np.abs(model.score(r.params)).max()))

W = np.round(np.concatenate([g.normal(c, s, (90, 2)) for c, s in (((0, 0), .6), ((2.5, 1), .9), ((-1, 3), .7))]), 6)
W = W[g.permutation(len(W))]; V = (W - W.mean(0)) / W.std(0); init = V[[3, 50, 111, 200]]
km = KMeans(4, init=init, n_init=1, tol=0, max_iter=300, algorithm="lloyd").fit(V)
print(json.dumps({
    "tool": "hmmlearn, statsmodels, scikit-learn",
    "version": {"hmmlearn": hmmlearn.__version__, "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "command": "python Fixtures/reference/scripts/hmm.py > Fixtures/reference/hmm.json",
    "note": "hmmlearn with covars_prior 0, so that it maximises the likelihood; k-means on standardised rows, as ours",
    "rows": X.tolist(), "full": hmm("full"), "diagonal": hmm("diag"),
    "switching": [switching(two, 2), switching(three, 3)],
    "points": W.tolist(), "kMeans": {"start": (init * W.std(0) + W.mean(0)).tolist(), "inertia": float(km.inertia_), "labels": km.labels_.tolist(),
                                     "centres": (km.cluster_centers_ * W.std(0) + W.mean(0)).tolist(), "iterations": int(km.n_iter_)}}))
