from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firn_dags.report import RunFailed, check

KEY = "nightly-1"


def unit(name: str, status: str = "committed", **fields: object) -> dict[str, Any]:
    return {"unit": name, "status": status, "tookMs": 12, **fields}


def failure(kind: str) -> dict[str, str]:
    return {
        "kind": kind,
        "what": "The topic was recreated",
        "where": "bronze:orders",
        "expected": "topic id A",
        "found": "topic id B",
        "next": "Run 'firn accept-topic'.",
    }


def report(*units: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {
        "runKey": KEY,
        "pipeline": "shop",
        "status": "committed",
        "exitCode": 0,
        "startedAt": "2026-11-20T00:00:00Z",
        "endedAt": "2026-11-20T00:01:00Z",
        "units": list(units),
        **fields,
    }


class Reports:
    """A folder with one run report in it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "report.json"

    def write(self, content: object) -> None:
        self.file.write_text(json.dumps(content), encoding="utf-8")

    def fails(self, *units: str) -> RunFailed:
        with pytest.raises(RunFailed) as failed:
            check(self.file, KEY, units)
        return failed.value


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    return Reports(tmp_path)


def test_a_committed_run_is_success(reports: Reports) -> None:
    reports.write(report(unit("bronze:orders"), unit("bronze:customers", "no-op")))
    assert check(reports.file, KEY, ["bronze:orders", "bronze:customers"]) == {
        "bronze:orders": "committed",
        "bronze:customers": "no-op",
    }


def test_a_run_with_nothing_to_do_is_success(reports: Reports) -> None:
    reports.write(report(unit("bronze:orders", "no-op"), status="no-op"))
    assert check(reports.file, KEY, ["bronze:orders"]) == {"bronze:orders": "no-op"}


def test_no_report_is_a_failure(reports: Reports) -> None:
    failed = reports.fails("bronze:orders")
    assert str(failed).endswith(
        "report.json: expected a run report, found no file: the driver never got to write one"
    )
    assert failed.retryable


def test_half_a_report_is_a_failure(reports: Reports) -> None:
    reports.file.write_text('{"runKey": "nigh', encoding="utf-8")
    failed = reports.fails("bronze:orders")
    assert "expected JSON, found Unterminated string" in str(failed)
    assert failed.retryable


def test_the_report_of_another_run_is_a_failure(reports: Reports) -> None:
    reports.write(report(unit("bronze:orders"), runKey="nightly-0"))
    assert str(reports.fails("bronze:orders")).endswith(
        "expected a report for run key 'nightly-1', found one for 'nightly-0'"
    )


def test_a_report_without_a_unit_that_was_asked_for_is_a_failure(reports: Reports) -> None:
    reports.write(report(unit("bronze:orders")))
    assert str(reports.fails("bronze:orders", "bronze:customers")).endswith(
        "expected every unit asked for to be done, found not done: bronze:customers"
    )


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": "running"}, id="a status that does not end a run"),
        pytest.param({"status": None}, id="no status"),
        pytest.param({"exitCode": 40}, id="committed, and an exit code"),
        pytest.param({"exitCode": None}, id="no exit code"),
    ],
)
def test_a_report_that_contradicts_itself_is_a_failure(
    reports: Reports, fields: dict[str, object]
) -> None:
    reports.write(report(unit("bronze:orders"), **fields))
    assert "expected status 'committed' or 'no-op' with exit code 0" in str(
        reports.fails("bronze:orders")
    )


@pytest.mark.parametrize("units", [None, {}, ["bronze:orders"]])
def test_a_report_of_another_shape_is_a_failure(reports: Reports, units: object) -> None:
    reports.write(report(units=units))
    assert "expected a list of units" in str(reports.fails("bronze:orders"))


def test_a_report_that_is_no_object_is_a_failure(reports: Reports) -> None:
    reports.write([])
    assert str(reports.fails("bronze:orders")).endswith("expected an object, found list")


def test_a_failed_unit_fails_the_run_with_what_to_do(reports: Reports) -> None:
    reports.write(
        report(
            unit("bronze:orders", "failed", failure=failure("HISTORY")),
            unit("bronze:customers"),
            unit("silver:orders", "skipped", reason="bronze:orders did not succeed"),
            status="failed",
            exitCode=60,
        )
    )
    assert reports.fails("bronze:orders").reasons == (
        "bronze:orders: HISTORY: The topic was recreated (bronze:orders): "
        "expected topic id A, found topic id B. Run 'firn accept-topic'.",
        "silver:orders: skipped: bronze:orders did not succeed",
    )


@pytest.mark.parametrize(
    ("kinds", "retryable"),
    [
        (["TRANSIENT"], True),
        (["FENCED"], True),
        (["CONFIG"], False),
        (["EXPECTATION"], False),
        (["HISTORY"], False),
        (["INTERNAL"], False),
        (["TRANSIENT", "CONFIG"], False),
    ],
)
def test_only_what_may_pass_by_itself_is_tried_again(
    reports: Reports, kinds: list[str], retryable: bool
) -> None:
    units = [
        unit(f"bronze:t{number}", "failed", failure=failure(kind))
        for number, kind in enumerate(kinds)
    ]
    reports.write(report(*units, status="failed", exitCode=1))
    assert reports.fails("bronze:t0").retryable is retryable
