"""Ruff, mypy and the import diet: the same bar as for Java."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
PACKAGE = sorted((FOLDER / "firn_dags").glob("*.py"))


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["ruff", "check", "--no-cache", "."], id="ruff check"),
        pytest.param(["ruff", "format", "--no-cache", "--check", "--diff", "."], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
    ],
)
def test_the_code_is_clean(arguments: list[str]) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("module", PACKAGE, ids=lambda module: module.name)
def test_a_module_imports_only_the_standard_library_and_its_package(module: Path) -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names | {"firn_dags"}
