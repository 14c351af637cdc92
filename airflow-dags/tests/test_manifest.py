from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from firn_dags.manifest import Edge, Layer, Manifest, ManifestError, load, parse

SHOP: dict[str, Any] = {
    "schemaVersion": "1",
    "pipeline": "shop",
    "units": [
        {"id": "gold:revenue", "layer": "gold", "inputs": ["silver:customers", "silver:orders"]},
        {"id": "silver:orders", "layer": "silver", "inputs": ["bronze:orders"]},
        {"id": "silver:customers", "layer": "silver", "inputs": ["bronze:customers"]},
        {"id": "bronze:orders", "layer": "bronze", "inputs": []},
        {"id": "bronze:customers", "layer": "bronze", "inputs": []},
    ],
    "edges": [
        {"from": "bronze:orders", "to": "silver:orders"},
        {"from": "bronze:customers", "to": "silver:customers"},
        {"from": "silver:orders", "to": "gold:revenue"},
        {"from": "silver:customers", "to": "gold:revenue"},
    ],
}


def shop(**changes: object) -> dict[str, Any]:
    return {**copy.deepcopy(SHOP), **changes}


def ids(manifest: Manifest) -> list[str]:
    return [unit.id for unit in manifest.units]


def test_units_stand_in_an_order_in_which_they_can_run() -> None:
    assert ids(parse(SHOP, "shop.json")) == [
        "bronze:customers",
        "bronze:orders",
        "silver:customers",
        "silver:orders",
        "gold:revenue",
    ]


def test_the_order_does_not_depend_on_the_order_in_the_file() -> None:
    expected = parse(SHOP, "shop.json")
    for seed in range(50):
        shuffled = shop()
        shuffle = random.Random(seed).shuffle  # noqa: S311  (no secret is drawn here)
        shuffle(shuffled["units"])
        shuffle(shuffled["edges"])
        for unit in shuffled["units"]:
            shuffle(unit["inputs"])
        assert parse(shuffled, "shop.json") == expected


def test_a_random_graph_is_walked_inputs_first() -> None:
    for seed in range(200):
        draw = random.Random(seed)  # noqa: S311  (no secret is drawn here)
        golds = [f"gold:g{number}" for number in range(draw.randint(1, 12))]
        inputs: dict[str, list[str]] = {"bronze:b": [], "silver:s": ["bronze:b"]}
        for index, gold in enumerate(golds):
            inputs[gold] = draw.sample(["silver:s", *golds[:index]], draw.randint(1, index + 1))
        units = [
            {"id": name, "layer": name.partition(":")[0], "inputs": reads}
            for name, reads in inputs.items()
        ]
        edges = [{"from": read, "to": name} for name, reads in inputs.items() for read in reads]
        draw.shuffle(units)
        manifest = parse(shop(units=units, edges=edges), "random.json")
        seen: set[str] = set()
        for unit in manifest.units:
            assert seen.issuperset(unit.inputs), f"seed {seed}: {unit.id} before its inputs"
            seen.add(unit.id)
        assert seen == set(inputs)


def test_units_are_grouped_by_layer_in_the_order_of_the_walk() -> None:
    groups = parse(SHOP, "shop.json").by_layer()
    assert list(groups) == [Layer.BRONZE, Layer.SILVER, Layer.GOLD]
    assert [unit.id for unit in groups[Layer.SILVER]] == ["silver:customers", "silver:orders"]


def test_a_layer_without_units_is_no_group() -> None:
    bronze = [{"id": "bronze:orders", "layer": "bronze", "inputs": []}]
    assert list(parse(shop(units=bronze, edges=[]), "shop.json").by_layer()) == [Layer.BRONZE]


def test_edges_are_read() -> None:
    assert Edge("silver:orders", "gold:revenue") in parse(SHOP, "shop.json").edges


def test_fields_of_the_java_side_are_left_alone() -> None:
    extended = shop(catalog={"type": "rest"})
    extended["units"][0]["grain"] = ["day"]
    assert parse(extended, "shop.json") == parse(SHOP, "shop.json")


def test_a_file_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(SHOP), encoding="utf-8")
    assert load(file).pipeline == "shop"


def test_a_file_that_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    file.write_text('{\n"schemaVersion": ', encoding="utf-8")
    with pytest.raises(ManifestError, match=r"shop\.json: expected JSON, found .* in line 2"):
        load(file)


def with_unit(**fields: object) -> dict[str, Any]:
    broken = shop()
    broken["units"][3] = {**broken["units"][3], **fields}
    return broken


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        pytest.param([], "shop.json: expected an object, found list", id="no object"),
        pytest.param(
            shop(schemaVersion="2"),
            "shop.json: schemaVersion: expected '1', found '2'",
            id="another schema version",
        ),
        pytest.param(
            shop(schemaVersion=1),
            "shop.json: schemaVersion: expected '1', found 1",
            id="a number as schema version",
        ),
        pytest.param(
            shop(pipeline=""), "shop.json: pipeline: expected a text, found ''", id="no pipeline"
        ),
        pytest.param(
            shop(units=[], edges=[]),
            "shop.json: units: expected at least one unit, found none",
            id="no unit",
        ),
        pytest.param(
            shop(units=None), "shop.json: units: expected a list, found nothing", id="units missing"
        ),
        pytest.param(
            shop(edges={}), "shop.json: edges: expected a list, found dict", id="edges no list"
        ),
        pytest.param(
            with_unit(layer="platinum"),
            "shop.json: units[3].layer: expected one of bronze, silver, gold, found 'platinum'",
            id="unknown layer",
        ),
        pytest.param(
            with_unit(layer="silver"),
            "shop.json: units[3].id: expected 'silver:TABLE', found 'bronze:orders'",
            id="layer and id differ",
        ),
        pytest.param(
            with_unit(id="bronze:customers"),
            "shop.json: units: expected every unit once, found twice: bronze:customers",
            id="a unit twice",
        ),
        pytest.param(
            with_unit(inputs=["bronze:nowhere"]),
            "shop.json: edges: expected units of this manifest, found bronze:nowhere",
            id="an edge to nowhere",
        ),
        pytest.param(
            shop(edges=SHOP["edges"][1:]),
            "shop.json: edges: expected the same as the units' inputs, "
            "found only one of bronze:orders -> silver:orders",
            id="edges and inputs differ",
        ),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_refused(broken: object, message: str) -> None:
    with pytest.raises(ManifestError) as refused:
        parse(broken, "shop.json")
    assert str(refused.value) == message


def test_a_circle_is_refused_and_named() -> None:
    units = [
        {"id": "gold:a", "layer": "gold", "inputs": ["gold:b"]},
        {"id": "gold:b", "layer": "gold", "inputs": ["gold:a"]},
    ]
    edges = [{"from": "gold:a", "to": "gold:b"}, {"from": "gold:b", "to": "gold:a"}]
    with pytest.raises(
        ManifestError, match=r"expected no circle, found gold:\w -> gold:\w -> gold:\w$"
    ):
        parse(shop(units=units, edges=edges), "shop.json")
