"""Decides from a run report whether a submission succeeded.

A green ``spark-submit`` is not success: cluster modes lose the exit code, and a driver that
vanished can look like one that ended. Success is a report that says ``committed`` or ``no-op``
for our own run key and for every unit we asked for. Everything else fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

DONE: Final = frozenset({"committed", "no-op"})

# Kinds of failure that another try may cure; a person must look at all others.
_PASSING: Final = frozenset({"TRANSIENT", "FENCED"})


class RunFailed(Exception):  # noqa: N818  (what happened, in the words of the report)
    """The submission did not succeed, or nothing proves that it did.

    ``retryable`` tells whether running again under the same key may help. It is always safe: units
    that committed under the key do nothing.
    """

    def __init__(self, reasons: Iterable[str], *, retryable: bool) -> None:
        """Join the reasons, one a line."""
        self.reasons = tuple(reasons)
        self.retryable = retryable
        super().__init__("\n".join(self.reasons))


def check(path: Path, run_key: str, units: Iterable[str]) -> Mapping[str, str]:
    """Return each unit's status when all of ``units`` are done under ``run_key``, else raise."""
    report = _read(path)
    found_key = report.get("runKey")
    if found_key != run_key:
        raise _unproven(path, f"a report for run key {run_key!r}", f"one for {found_key!r}")

    entries = {str(entry.get("unit")): entry for entry in _entries(report, path)}
    failures = [entry["failure"] for entry in entries.values() if entry.get("failure")]
    if failures:
        kinds = {failure.get("kind") for failure in failures}
        raise RunFailed(
            [_reason(unit, entry) for unit, entry in entries.items() if not _done(entry)],
            retryable=kinds <= _PASSING,
        )
    if report.get("status") not in DONE or report.get("exitCode") != 0:
        found = f"{report.get('status')!r} with exit code {report.get('exitCode')!r}"
        raise _unproven(path, "status 'committed' or 'no-op' with exit code 0", found)

    asked = list(units)
    if undone := [unit for unit in asked if not _done(entries.get(unit, {}))]:
        raise _unproven(path, "every unit asked for to be done", f"not done: {', '.join(undone)}")
    return {unit: str(entries[unit]["status"]) for unit in asked}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _unproven(
            path, "a run report", "no file: the driver never got to write one"
        ) from None
    except json.JSONDecodeError as broken:
        raise _unproven(path, "JSON", f"{broken.msg} in line {broken.lineno}") from broken
    if not isinstance(report, dict):
        raise _unproven(path, "an object", type(report).__name__)
    return report


def _entries(report: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    entries = report.get("units")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _unproven(path, "a list of units", repr(entries))
    return entries


def _done(entry: Mapping[str, Any]) -> bool:
    return entry.get("status") in DONE


def _reason(unit: str, entry: Mapping[str, Any]) -> str:
    failure = entry.get("failure")
    if failure is None:
        return f"{unit}: {entry.get('status')}: {entry.get('reason', 'no reason given')}"
    return (
        f"{unit}: {failure.get('kind')}: {failure.get('what')} ({failure.get('where')}): "
        f"expected {failure.get('expected')}, found {failure.get('found')}. {failure.get('next')}"
    )


def _unproven(path: Path, expected: str, found: str) -> RunFailed:
    # Nothing says what became of the run. The same key again is safe, and finds out.
    return RunFailed([f"run report {path}: expected {expected}, found {found}"], retryable=True)
