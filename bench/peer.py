"""A Python library's side of a case, in a process of its own: python peer.py LIBRARY version|CASE (see run.ts)."""
import importlib
import importlib.metadata
import json
import resource
import sys
import time
import warnings

import numpy as np

library, text = sys.argv[1:]
importlib.import_module(library)
if text == "version":
    print(importlib.metadata.version({"sklearn": "scikit-learn"}.get(library, library)))
    sys.exit()
case = json.loads(text)
rows, width, k = case.get("rows"), case.get("width"), case.get("k")
if rows is not None:
    X = np.fromfile(f"{case['folder']}/{rows}x{width}k{k}").reshape(rows, width)
warnings.simplefilter("ignore")  # mixtures are stopped after so many iterations


def nearest_start():
    """The nearest of the first k rows."""
    return ((X[:, None, :] - X[None, :k, :]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans_given():
    from sklearn.cluster import KMeans

    return lambda: KMeans(k, init=X[:k].copy(), n_init=1).fit(X).inertia_


def kmeans_restarts():
    from sklearn.cluster import KMeans

    return lambda: KMeans(k, n_init=10, random_state=1).fit(X).inertia_


def silhouette():
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    labels = KMeans(k, init=X[:k].copy(), n_init=1).fit(X).labels_
    return lambda: silhouette_score(X, labels)


def mixture():
    from sklearn.mixture import GaussianMixture

    labels = nearest_start()
    groups = [X[labels == c] for c in range(k)]
    full = case["family"] == "full"
    precisions = [np.linalg.inv(np.cov(g.T, bias=True)) if full else 1 / g.var(axis=0) for g in groups]
    model = GaussianMixture(
        k,
        covariance_type="full" if full else "diag",
        reg_covar=0,
        tol=0,
        max_iter=case["iterations"],
        weights_init=[len(g) / rows for g in groups],
        means_init=[g.mean(axis=0) for g in groups],
        precisions_init=precisions,
    )

    def run():
        model.fit_predict(X)
        return model.lower_bound_ * rows

    return run


def ward():
    from sklearn.cluster import AgglomerativeClustering

    return lambda: AgglomerativeClustering(k).fit_predict(X).max() + 1


def hdbscan():
    import fast_hdbscan

    find = fast_hdbscan.HDBSCAN(min_cluster_size=10, min_samples=10)
    find.fit(X[:2000])  # compiled now
    return lambda: find.fit(X).labels_.max() + 1


def kprototypes():
    from kmodes.kprototypes import KPrototypes

    numbers, answers = X[:, : width // 2], np.floor(2 * X[:, width // 2 :]).astype(int) % 5
    model = KPrototypes(
        k,
        init=[numbers[:k].copy(), answers[:k].copy()],
        n_init=1,
        gamma=0.5 * numbers.std(axis=0).mean(),
    )
    mixed = np.hstack([numbers.astype(object), answers.astype(object)])
    return lambda: model.fit(mixed, categorical=list(range(width // 2, width))).cost_


def latent_class():
    from stepmix.stepmix import StepMix

    answers = np.clip(np.floor(X) + 2, 0, 3)
    model = StepMix(k, measurement="categorical", n_init=20, random_state=1, progress_bar=0)
    return lambda: model.fit(answers).score(answers) * rows


def factors():
    import factor_analyzer.factor_analyzer as fa

    check = fa.check_array

    def renamed(x, force_all_finite=None, **rest):
        """The argument has another name since scikit-learn 1.6."""
        return check(x, **rest) if force_all_finite is None else check(x, ensure_all_finite=force_all_finite, **rest)

    fa.check_array = renamed
    answers = np.genfromtxt(case["survey"], delimiter=",", skip_header=1, usecols=range(1, 26))

    def run():
        x = answers[~np.isnan(answers).any(axis=1)]
        fa.calculate_kmo(x)
        fa.calculate_bartlett_sphericity(x)
        model = fa.FactorAnalyzer(5, rotation="varimax", method="minres")
        model.fit(x)
        model.transform(x)
        return np.round(model.get_factor_variance()[0], 4)

    return run


calls = {
    "factors": factors,
    "kmeansGiven": kmeans_given,
    "kmeansRestarts": kmeans_restarts,
    "silhouette": silhouette,
    "mixture": mixture,
    "ward": ward,
    "hdbscan": hdbscan,
    "kprototypes": kprototypes,
    "latentClass": latent_class,
}
if library == "sklearn":
    from sklearn.cluster import KMeans

    KMeans(9, n_init=1, random_state=0).fit(np.arange(50_000.0).reshape(-1, 1))  # threads and libraries are there
run = calls[case["call"]]()
start = time.perf_counter()
found = run()
seconds = time.perf_counter() - start
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": megabytes, "found": np.asarray(found, dtype=float).tolist()}))
