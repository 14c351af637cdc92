"""Builds the ``spark-submit`` command for a group of units.

A group is one Spark application: units of one layer, run under one key, told apart in one report.
Secrets never stand on a command line: the manifest holds references, the JVM resolves them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firn_dags.manifest import Layer, Manifest, Unit

JOB_CLASSES: Final = {
    Layer.BRONZE: "io.firn.bronze.BronzeJob",
    Layer.SILVER: "io.firn.silver.SilverJob",
    Layer.GOLD: "io.firn.gold.GoldJob",
}

# The rule of io.firn.model.RunKey. Airflow's run ids keep it.
_RUN_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}")


@dataclass(frozen=True, slots=True)
class Submission:
    """One Spark application; the parts are those that Airflow's operator takes apart, too."""

    name: str
    java_class: str
    application: Path
    application_args: tuple[str, ...]

    def command(self, master: str) -> list[str]:
        """Return the argument list, for a call without a shell."""
        return [
            "spark-submit",
            "--master",
            master,
            "--name",
            self.name,
            "--class",
            self.java_class,
            str(self.application),
            *self.application_args,
        ]


@dataclass(frozen=True, slots=True)
class Paths:
    """The files that a submission names: what runs, what it reads, where it reports."""

    jar: Path
    manifest: Path
    report: Path


def submit(manifest: Manifest, units: Sequence[Unit], run_key: str, paths: Paths) -> Submission:
    """Build the submission of ``units``, all of one layer, under ``run_key``."""
    if not _RUN_KEY.fullmatch(run_key):
        raise ValueError(
            f"run key: expected 1 to 128 letters, digits or any of . _ : + - , starting with a "
            f"letter or digit, found {run_key!r}"
        )
    layers = {unit.layer for unit in units}
    if len(layers) != 1:
        found = ", ".join(unit.id for unit in units) or "no unit"
        raise ValueError(f"a submission: expected units of one layer, found {found}")
    if strangers := [unit.id for unit in units if unit not in manifest.units]:
        raise ValueError(
            f"a submission: expected units of pipeline {manifest.pipeline}, "
            f"found {', '.join(strangers)}"
        )
    layer = layers.pop()
    return Submission(
        # Named after its run: an application that outlives its task can be found and ended.
        name=f"firn {manifest.pipeline} {layer.value} {run_key}",
        java_class=JOB_CLASSES[layer],
        application=paths.jar,
        application_args=(
            "--pipeline",
            str(paths.manifest),
            *(argument for unit in units for argument in ("--select", unit.id)),
            "--run-key",
            run_key,
            "--report",
            str(paths.report),
        ),
    )
