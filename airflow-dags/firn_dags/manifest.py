"""Reads a pipeline's manifest: its units and the edges between them.

Only what a scheduler needs is read; the rest of the file is for the Java side, which checks it
again before anything runs. What is read is checked whole: a manifest that loads has units of known
layers, edges between units that exist, and an order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

SCHEMA_VERSION: Final = "1"


class Layer(Enum):
    """The layers, in the order in which a run walks them."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"

    @property
    def rank(self) -> int:
        """Position in the walk."""
        return list(Layer).index(self)


class ManifestError(ValueError):
    """A manifest that cannot be trusted; the message says what was expected and found."""

    def __init__(self, where: str, expected: str, found: str) -> None:
        """Put the three parts into one sentence."""
        super().__init__(f"{where}: expected {expected}, found {found}")


@dataclass(frozen=True, slots=True)
class Unit:
    """One table's work in one layer, e.g. ``silver:orders``, and the units it reads."""

    id: str
    layer: Layer
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """``target`` reads what ``source`` writes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pipeline as a graph; ``units`` stand in an order in which they can run."""

    pipeline: str
    units: tuple[Unit, ...]
    edges: tuple[Edge, ...]

    def by_layer(self) -> Mapping[Layer, tuple[Unit, ...]]:
        """Units grouped by layer, layers without units left out, in the order of the walk."""
        grouped = {
            layer: tuple(unit for unit in self.units if unit.layer is layer) for layer in Layer
        }
        return MappingProxyType({layer: units for layer, units in grouped.items() if units})


def load(path: Path) -> Manifest:
    """Read and check the manifest in ``path``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as broken:
        raise ManifestError(str(path), "JSON", f"{broken.msg} in line {broken.lineno}") from broken
    return parse(document, str(path))


def parse(document: object, where: str) -> Manifest:
    """Check a manifest that was already read; ``where`` names it in messages."""
    root = _mapping(document, where)
    version = root.get("schemaVersion")
    if version != SCHEMA_VERSION:
        raise ManifestError(f"{where}: schemaVersion", repr(SCHEMA_VERSION), repr(version))
    units = [
        _unit(unit, f"{where}: units[{index}]")
        for index, unit in enumerate(_sequence(root.get("units"), f"{where}: units"))
    ]
    edges = [
        _edge(edge, f"{where}: edges[{index}]")
        for index, edge in enumerate(_sequence(root.get("edges"), f"{where}: edges"))
    ]
    _check_graph(units, edges, where)
    return Manifest(
        pipeline=_text(root.get("pipeline"), f"{where}: pipeline"),
        units=_in_order(units, where),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.target))),
    )


def _unit(document: object, where: str) -> Unit:
    fields = _mapping(document, where)
    unit_id = _text(fields.get("id"), f"{where}.id")
    layer_name = _text(fields.get("layer"), f"{where}.layer")
    try:
        layer = Layer(layer_name)
    except ValueError:
        known = ", ".join(layer.value for layer in Layer)
        raise ManifestError(f"{where}.layer", f"one of {known}", repr(layer_name)) from None
    prefix, colon, table = unit_id.partition(":")
    if prefix != layer.value or not colon or not table:
        raise ManifestError(f"{where}.id", f"'{layer.value}:TABLE'", repr(unit_id))
    inputs = [
        _text(name, f"{where}.inputs")
        for name in _sequence(fields.get("inputs"), f"{where}.inputs")
    ]
    return Unit(unit_id, layer, tuple(sorted(inputs)))


def _edge(document: object, where: str) -> Edge:
    fields = _mapping(document, where)
    return Edge(_text(fields.get("from"), f"{where}.from"), _text(fields.get("to"), f"{where}.to"))


def _check_graph(units: list[Unit], edges: list[Edge], where: str) -> None:
    if not units:
        raise ManifestError(f"{where}: units", "at least one unit", "none")
    known = {unit.id for unit in units}
    if len(known) < len(units):
        twice = sorted({unit.id for unit in units if [u.id for u in units].count(unit.id) > 1})
        raise ManifestError(f"{where}: units", "every unit once", f"twice: {', '.join(twice)}")
    declared = {Edge(name, unit.id) for unit in units for name in unit.inputs}
    strangers = {end for edge in declared.union(edges) for end in (edge.source, edge.target)}
    if unknown := sorted(strangers - known):
        raise ManifestError(f"{where}: edges", "units of this manifest", ", ".join(unknown))
    if different := declared.symmetric_difference(edges):
        named = ", ".join(sorted(f"{edge.source} -> {edge.target}" for edge in different))
        raise ManifestError(
            f"{where}: edges", "the same as the units' inputs", f"only one of {named}"
        )


def _in_order(units: Iterable[Unit], where: str) -> tuple[Unit, ...]:
    by_id = {unit.id: unit for unit in units}
    sorter = TopologicalSorter({unit.id: unit.inputs for unit in by_id.values()})
    try:
        sorter.prepare()
    except CycleError as cycle:
        circle = " -> ".join(cycle.args[1])
        raise ManifestError(f"{where}: edges", "no circle", circle) from None
    ordered: list[Unit] = []
    while sorter.is_active():
        # The same manifest gives the same order everywhere: ties go by layer, then by name.
        ready = sorted((by_id[name] for name in sorter.get_ready()), key=_layer_then_name)
        ordered.extend(ready)
        sorter.done(*(unit.id for unit in ready))
    return tuple(ordered)


def _layer_then_name(unit: Unit) -> tuple[int, str]:
    return unit.layer.rank, unit.id


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ManifestError(where, "an object", _kind(value))
    return value


def _sequence(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ManifestError(where, "a list", _kind(value))
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise ManifestError(where, "a text", _kind(value))
    return value


def _kind(value: object) -> str:
    return "nothing" if value is None else repr(value) if value == "" else type(value).__name__
