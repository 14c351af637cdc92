"""The shape of docker-compose.yml: it cannot run here, but it can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = DOCUMENT["services"]


def test_it_says_that_it_was_not_run() -> None:
    head = COMPOSE.read_text(encoding="utf-8").split("\n\n", maxsplit=1)[0]
    assert "NOT RUN" in head


def test_the_whole_stack_is_there() -> None:
    assert {
        "kafka",
        "connect",
        "postgres",
        "mongodb",
        "mariadb",
        "minio",
        "iceberg-rest",
        "starrocks-fe",
        "starrocks-cn",
        "airflow",
    } <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_its_image_is_pinned(service: str) -> None:
    _, _, tag = SERVICES[service]["image"].rpartition("/")[2].partition(":")
    assert tag, "an image without a tag is another one tomorrow"
    assert any(character.isdigit() for character in tag), f"'{tag}' moves"


@pytest.mark.parametrize("service", SERVICES)
def test_its_ports_are_for_this_machine_only(service: str) -> None:
    for port in SERVICES[service].get("ports", []):
        assert port.startswith("127.0.0.1:")


@pytest.mark.parametrize("service", SERVICES)
def test_it_waits_for_services_that_can_say_they_are_ready(service: str) -> None:
    for name, wait in SERVICES[service].get("depends_on", {}).items():
        assert name in SERVICES
        if wait["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[name]


@pytest.mark.parametrize("service", SERVICES)
def test_its_volumes_are_declared(service: str) -> None:
    for volume in SERVICES[service].get("volumes", []):
        source = volume.partition(":")[0]
        assert source == "." or source in DOCUMENT["volumes"]


def test_no_port_is_taken_twice() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    outside = [port.split(":")[1] for port in ports]
    assert len(set(outside)) == len(outside)
