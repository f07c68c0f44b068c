"""The Ray engine on a cluster of several nodes, one of which is really killed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from documents import file_bytes, text_pdf
from faulty_workers import source_of

from pipeline.batch.dispatch import run
from pipeline.config import Settings, pipeline_version

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
# A cluster waits long before it gives up a node whose network may only be slow.
IMPATIENT = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 500,
    "health_check_timeout_ms": 2000,
    "health_check_failure_threshold": 3,
}


@pytest.fixture(name="cluster")
def _cluster() -> Iterator[Any]:
    """A head without cores and two nodes of one core, all on this machine."""
    from ray.cluster_utils import Cluster

    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
    # the workers of the cluster must find what the tests import
    os.environ["PYTHONPATH"] = os.pathsep.join(str(Path(__file__).parents[level]) for level in (0, 1))
    head = {"num_cpus": 0, "include_dashboard": False, "object_store_memory": 80 << 20, "_system_config": IMPATIENT}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    ray.init(address=cluster.address, log_to_driver=False, configure_logging=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def _settings(out: Path, engine: str) -> Settings:
    return Settings(out=out, workers=2, pipeline_version=pipeline_version(), engine=engine)  # type: ignore[arg-type]


def test_a_node_that_dies_costs_only_time(cluster: Any, tmp_path: Path) -> None:
    """Its orders are read by the node that is left, which has fewer cores than there are workers, to the same bytes."""
    for number in range(4):
        text_pdf(tmp_path / "in" / f"{number}.pdf", f"{number} {'Text ' * 3000}", pages=2)
    text_pdf(tmp_path / "in" / "long.pdf", pages=20)
    sources = [source_of(file) for file in sorted((tmp_path / "in").glob("*.pdf"))]
    run(sources, _settings(tmp_path / "local", "local"))
    node = sorted(cluster.worker_nodes, key=str)[0]
    killed: list[int] = []

    def kill() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and ray.available_resources().get("CPU"):
            time.sleep(0.05)
        # both nodes have their station now
        cluster.remove_node(node, allow_graceful=False)
        killed.append(1)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    outcome = run(sources, _settings(tmp_path / "ray", "ray"))
    thread.join()
    assert killed
    assert len([each for each in ray.nodes() if each["Alive"]]) == 2
    assert [each.failure for each in outcome.summaries] == [None] * 5
    assert file_bytes(tmp_path / "ray") == file_bytes(tmp_path / "local")
