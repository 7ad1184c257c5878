"""Imports point one way. The first test reads the real package; the others prove that each contract bites."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("spinewise", "spinewise_web")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

FORBIDDEN = [
    ("layers", "errors", "spinewise.rules"),
    ("layers", "units", "spinewise.knowledge"),
    ("layers", "source", "spinewise.rules"),
    ("layers", "rules", "spinewise.plan"),
    ("layers", "knowledge", "spinewise.assess"),
    ("layers", "assess", "spinewise.outcomes"),
    ("layers", "assess", "spinewise.motion"),
    ("layers", "plan", "spinewise.wire"),
    ("layers", "documents", "spinewise.follow"),
    ("layers", "wire", "spinewise.prove"),
    ("layers", "prove", "spinewise.cli"),
    ("motion-alone", "motion", "spinewise.rules"),
    ("motion-alone", "motion", "spinewise.knowledge"),
    ("core-without-web", "cli", "spinewise_web"),
    ("core-without-web", "assess", "django"),
    ("z3-in-prove", "rules", "z3"),
    ("z3-in-prove", "cli", "z3"),
    ("ortools-in-plan", "assess", "ortools.sat"),
    ("ortools-in-plan", "documents", "ortools.sat"),
    ("print-in-documents", "cli", "typst"),
    ("print-in-documents", "plan", "icalendar"),
    ("web-layers", "spinewise_web.accounts", "spinewise_web.records.core"),
    ("web-layers", "spinewise_web.audit", "spinewise_web.portal.public.views"),
    ("web-layers", "spinewise_web.design", "spinewise_web.accounts.models"),
]
ALLOWED = [
    ("prove", "z3"),
    ("prove", "spinewise.plan"),
    ("plan", "ortools.sat"),
    ("documents", "typst"),
    ("documents", "icalendar"),
    ("documents", "spinewise.motion"),
    ("motion", "spinewise.errors"),
    ("cli", "spinewise.prove"),
    ("source", "spinewise.errors"),
]
LAYERED = [contract for contract in CONTRACTS if contract["id"] in {"layers", "web-layers"}]
PARTS = {
    (contract["containers"][0], part)
    for contract in LAYERED
    for layer in contract["layers"]
    for part in re.findall(r"\w+", layer)
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    start = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        [sys.executable, "-c", start, *options],
        cwd=source.parent,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def copy_packages(target: Path) -> Path:
    """The packages as they are, with an empty stand-in for each part that the contracts name before it exists."""
    for name in PACKAGES:
        source, copy = ROOT / "src" / name, target / "src" / name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    for name, part in PARTS:
        package = target / "src" / name
        if not (package / f"{part}.py").exists():
            (package / part).mkdir(exist_ok=True)
            (package / part / "__init__.py").touch()
    return target / "src"


def add_import(source: Path, *, importer: str, imported: str) -> None:
    place = source.joinpath(*whole_name(importer).split("."))
    module = place.with_suffix(".py")
    file = module if module.exists() else place / intruder(imported)
    with file.open("a", encoding="utf-8") as written:
        written.write(f"\nimport {imported}\n")


def whole_name(importer: str) -> str:
    return importer if importer.startswith("spinewise_web") else f"spinewise.{importer}"


def intruder(imported: str) -> str:
    return f"intruder_{imported.replace('.', '_')}.py"


def section(report: str, contract: str) -> str:
    """What the report says about one broken contract; empty when it held."""
    broken = report.partition("Broken contracts")[2]
    heading = rf"^{re.escape(NAMES[contract])}\n-+\n"
    body = re.split(heading, broken, maxsplit=1, flags=re.MULTILINE)[1:]
    return re.split(r"^.+\n---+\n", body[0], maxsplit=1, flags=re.MULTILINE)[0] if body else ""


@pytest.fixture(scope="module")
def broken_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    source = copy_packages(tmp_path_factory.mktemp("broken"))
    for _, importer, imported in FORBIDDEN:
        add_import(source, importer=importer, imported=imported)
    for name in PACKAGES:
        (source / name / "nowhere").mkdir()
        (source / name / "nowhere" / "__init__.py").touch()
    return lint(source).stdout


def test_the_package_keeps_every_contract():
    report = lint(ROOT / "src")
    assert report.returncode == 0, report.stdout + report.stderr


def test_the_imports_a_part_is_meant_to_have_are_allowed(tmp_path):
    source = copy_packages(tmp_path)
    for importer, imported in ALLOWED:
        add_import(source, importer=importer, imported=imported)
    report = lint(source)
    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.parametrize(("contract", "importer", "imported"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(broken_report, contract, importer, imported):
    own = imported.startswith(("spinewise.", "spinewise_web"))
    seen_as = imported if own else imported.partition(".")[0]
    link = rf"{re.escape(whole_name(importer))}(\.\w+)? -> {re.escape(seen_as)}\b"
    assert re.search(link, section(broken_report, contract)), broken_report


def test_a_package_without_a_place_in_the_layers_is_refused(broken_report):
    assert "spinewise.nowhere" in section(broken_report, "layers"), broken_report
    assert "spinewise_web.nowhere" in section(broken_report, "web-layers"), broken_report


def test_every_contract_is_proven_by_a_break():
    assert {contract for contract, _, _ in FORBIDDEN} == set(NAMES)
