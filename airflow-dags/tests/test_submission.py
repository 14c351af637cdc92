from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from firn_dags.manifest import Edge, Layer, Manifest, Unit
from firn_dags.submission import JOB_CLASSES, Paths, Submission, submit

ORDERS = Unit("bronze:orders", Layer.BRONZE, ())
CUSTOMERS = Unit("bronze:customers", Layer.BRONZE, ())
SILVER_ORDERS = Unit("silver:orders", Layer.SILVER, ("bronze:orders",))
SHOP = Manifest(
    "shop", (CUSTOMERS, ORDERS, SILVER_ORDERS), (Edge("bronze:orders", "silver:orders"),)
)
PATHS = Paths(Path("/opt/firn/bronze.jar"), Path("/etc/firn/shop.json"), Path("/run/firn/r.json"))


def of(*units: Unit, run_key: str = "nightly-1") -> Submission:
    return submit(SHOP, units, run_key, PATHS)


def test_the_command_of_one_unit() -> None:
    assert of(ORDERS).command("spark://lake:7077") == [
        "spark-submit",
        "--master",
        "spark://lake:7077",
        "--name",
        "firn shop bronze nightly-1",
        "--class",
        "io.firn.bronze.BronzeJob",
        "/opt/firn/bronze.jar",
        "--pipeline",
        "/etc/firn/shop.json",
        "--select",
        "bronze:orders",
        "--run-key",
        "nightly-1",
        "--report",
        "/run/firn/r.json",
    ]


def test_a_group_of_units_is_one_application() -> None:
    arguments = of(CUSTOMERS, ORDERS).application_args
    selected = [value for option, value in pairwise(arguments) if option == "--select"]
    assert selected == ["bronze:customers", "bronze:orders"]


def test_every_layer_has_a_job() -> None:
    assert set(JOB_CLASSES) == set(Layer)
    assert of(SILVER_ORDERS).java_class == "io.firn.silver.SilverJob"


def test_a_run_id_of_airflow_is_a_run_key() -> None:
    run_id = "scheduled__2026-11-20T00:00:00+00:00"
    assert run_id in of(ORDERS, run_key=run_id).application_args


@pytest.mark.parametrize("run_key", ["", "a b", "-x", "a" * 129, "a;rm", "ä"])
def test_a_run_key_that_java_would_refuse_is_refused_here(run_key: str) -> None:
    with pytest.raises(ValueError, match="run key: expected 1 to 128 letters"):
        of(ORDERS, run_key=run_key)


def test_units_of_two_layers_are_no_group() -> None:
    with pytest.raises(
        ValueError, match="expected units of one layer, found bronze:orders, silver:orders"
    ):
        of(ORDERS, SILVER_ORDERS)


def test_no_unit_is_no_group() -> None:
    with pytest.raises(ValueError, match="expected units of one layer, found no unit"):
        of()


def test_a_unit_of_another_pipeline_is_refused() -> None:
    stranger = Unit("bronze:parcels", Layer.BRONZE, ())
    with pytest.raises(ValueError, match="expected units of pipeline shop, found bronze:parcels"):
        of(ORDERS, stranger)
