"""The agreement with the Java side, read from its sources and from a manifest that it wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firn_dags import report, submission
from firn_dags.manifest import Layer, Manifest, load
from firn_dags.submission import JOB_CLASSES, Paths, submit

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "common/src/main/java/io/firn/model"
RUN = ROOT / "common/src/main/java/io/firn/run"


def source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def constants(file: Path) -> list[str]:
    """Names of a Java enum's constants."""
    return re.findall(r"^  ([A-Z_]+)(?:\(\d+\))?[,;]?$", source(file), re.MULTILINE)


def test_the_layers_are_those_of_java() -> None:
    assert [layer.name for layer in Layer] == constants(MODEL / "Layer.java")


def test_the_rule_for_run_keys_is_that_of_java() -> None:
    pattern = re.search(r'Pattern\.compile\("(.+)"\)', source(MODEL / "RunKey.java"))
    assert pattern
    assert pattern.group(1) == submission._RUN_KEY.pattern


def test_the_kinds_of_failure_to_try_again_exist_in_java() -> None:
    assert set(constants(MODEL / "ErrorKind.java")) >= report._PASSING


def test_the_states_that_count_as_done_exist_in_java() -> None:
    stated = re.findall(r'return "([a-z-]+)";', source(MODEL / "Outcome.java"))
    assert set(stated) >= report.DONE


@pytest.mark.parametrize("layer", Layer)
def test_the_job_of_a_layer_exists(layer: Layer) -> None:
    path = JOB_CLASSES[layer].replace(".", "/")
    assert (ROOT / f"jobs-{layer.value}/src/main/java/{path}.java").is_file()


def test_every_option_of_a_submission_is_one_of_the_jobs() -> None:
    manifest = java_manifest()
    built = submit(manifest, manifest.units[:1], "k", Paths(Path("j"), Path("m"), Path("r")))
    options = {argument for argument in built.application_args if argument.startswith("--")}
    assert options <= set(re.findall(r'"(--[a-z-]+)"', source(RUN / "JobMain.java")))


@pytest.mark.parametrize(
    "field", ["runKey", "status", "exitCode", "units", "unit", "failure", "reason", "kind", "next"]
)
def test_every_field_read_from_a_report_is_one_that_java_writes(field: str) -> None:
    assert f'"{field}"' in source(RUN / "RunReportJson.java")


def java_manifest() -> Manifest:
    """Load the golden file that io.firn.manifest's own tests compare byte for byte."""
    return load(ROOT / "common/src/test/resources/io/firn/manifest/shop.json")


def test_a_manifest_written_by_java_is_read() -> None:
    groups = java_manifest().by_layer()
    assert list(groups) == list(Layer)
    for layer, units in groups.items():
        for unit in units:
            assert unit.id.startswith(f"{layer.value}:")
            assert bool(unit.inputs) is (layer is not Layer.BRONZE)
