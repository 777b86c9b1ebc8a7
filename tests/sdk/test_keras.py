"""The callback for Keras, under the real Keras on its JAX backend, in an environment of their own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from picsellia.client import Client
from services.environments import environment
from services.server import LiveServer

NEEDS = ["keras>=3.5,<4", "jax", "jaxlib", "requests", "Pillow", "tqdm"]
SDK = Path(__file__).parents[2] / "src"
PROGRAM = """
import json, sys
import keras, numpy
from picsellia.callbacks.keras import ExperimentCallback
from picsellia.client import Client

assert keras.backend.backend() == "jax"
experiment = Client(interactive=False).experiment.checkout(sys.argv[1])
keras.utils.set_random_seed(3)
model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
x = numpy.arange(64.0).reshape(32, 2)
callback = ExperimentCallback(experiment, batches=2, parameters=True)
history = model.fit(x, x.sum(1), epochs=3, verbose=0, validation_split=0.25, callbacks=[callback])
experiment.flush()
print(json.dumps(history.history))
"""


@pytest.mark.slow
def test_keras_logs_what_it_measures_at_every_epoch(live_server: LiveServer, client: Client, tmp_path: Path) -> None:
    token = client.project.create("keras").id
    experiment = client.experiment.create("dense", project_token=token)
    python = environment("keras", NEEDS)
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PICSELLIA_"))}
    mine = {
        "KERAS_BACKEND": "jax",
        "PICSELLIA_HOST": live_server.url,
        "PICSELLIA_TOKEN": live_server.token,
        "PICSELLIA_JOURNAL": str(tmp_path / "journals"),
        "PYTHONPATH": str(SDK),
        "KERAS_HOME": str(tmp_path / "keras"),
    }
    command = [str(python), "-c", PROGRAM, str(experiment.id)]

    trained = subprocess.run(command, env={**theirs, **mine}, capture_output=True, text=True, check=False, timeout=300)

    assert trained.returncode == 0, trained.stderr[-3000:]
    history = json.loads(trained.stdout.splitlines()[-1])
    assert set(history) == {"loss", "mae", "val_loss", "val_mae"}
    for name, values in history.items():
        assert experiment.get_data(name) == {"steps": [0, 1, 2], "values": pytest.approx(values)}
    assert experiment.get_data("batch/loss")["steps"] == [2]
    assert experiment.get_data("training-parameters")["name"] == "adam"
