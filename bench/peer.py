"""scikit-learn's side of a case, in a process of its own: python peer.py CASE (see run.ts)."""
import json
import resource
import sys
import time

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

if sys.argv[1] == "version":
    print(sklearn.__version__)
    sys.exit()
case = json.loads(sys.argv[1])
rows, width, k = case["rows"], case["width"], case["k"]
X = np.fromfile(f"{case['folder']}/{rows}x{width}k{k}").reshape(rows, width)
KMeans(9, n_init=1, random_state=0).fit(np.arange(50_000.0).reshape(-1, 1))  # threads and libraries are there

if case["call"] == "kmeansGiven":
    run = lambda: KMeans(k, init=X[:k].copy(), n_init=1).fit(X).inertia_
elif case["call"] == "kmeansRestarts":
    run = lambda: KMeans(k, n_init=10, random_state=1).fit(X).inertia_
else:
    labels = KMeans(k, init=X[:k].copy(), n_init=1).fit(X).labels_
    run = lambda: silhouette_score(X, labels)

start = time.perf_counter()
found = run()
seconds = time.perf_counter() - start
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": megabytes, "found": float(found)}))
