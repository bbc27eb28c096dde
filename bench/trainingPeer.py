"""A Python library's training, in a process of its own: python trainingPeer.py keras|pytorch version|TASK (see training.ts)."""
import importlib
import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
library, text = sys.argv[1:]
module = importlib.import_module({"keras": "tensorflow", "pytorch": "torch"}[library])
if text == "version":
    # TensorFlow says 0 for as many threads as there are processors.
    threads = module.get_num_threads() if library == "pytorch" else os.cpu_count()
    beside = f", Keras {module.keras.__version__}" if library == "keras" else ""
    print(f"{module.__version__}{beside} ({threads} threads)")
    sys.exit()

import numpy as np

task = json.loads(text)
rows, width, batch, epochs = (task[name] for name in ("rows", "width", "batch", "epochs"))
x = np.fromfile(task["file"], dtype=np.float32).reshape(rows, width)
sizes = [width, *task["layers"], task["embedding"], *reversed(task["layers"]), width]
last = {len(task["layers"]), len(sizes) - 2}  # the embedding and the output are linear
times = []


def keras():
    from tensorflow import keras

    class Clock(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            times.append(time.perf_counter())

    model = keras.Sequential(
        [keras.Input((width,))]
        + [keras.layers.Dense(n, "linear" if i in last else task["activation"]) for i, n in enumerate(sizes[1:])]
    )
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    history = model.fit(x, x, batch_size=batch, epochs=epochs, shuffle=True, verbose=0, callbacks=[Clock()])
    return history.history["loss"][-1]


def pytorch():
    """The usual loop, with batches cut out of one tensor: a DataLoader, which collects rows one by one, would take longer."""
    import torch
    from torch import nn

    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(a, b)] + ([] if i in last else [nn.ReLU() if task["activation"] == "relu" else nn.Tanh()])
    model = nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    lost = nn.MSELoss()
    data = torch.from_numpy(x)
    for _ in range(epochs):
        order = torch.randperm(rows)
        total = 0.0
        for start in range(0, rows, batch):
            rows_of_batch = data[order[start : start + batch]]
            optimizer.zero_grad()
            loss = lost(model(rows_of_batch), rows_of_batch)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows_of_batch)
        times.append(time.perf_counter())
    return total / rows


found = {"keras": keras, "pytorch": pytorch}[library]()
epoch = np.median(np.diff(times))  # the first is not counted
print(
    json.dumps(
        {
            "milliseconds": 1000 * epoch / -(-rows // batch),
            "found": float(found),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
