"""The repository keeps its promises: locks, comments, traces, docstrings, function length, start.py."""

import ast
import importlib.util
import re
import socket
import statistics
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
SETTINGS_TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
SETTINGS = tomllib.loads(SETTINGS_TEXT)
LOCKS = sorted(ROOT.glob("requirements*.txt"))
MODULES = sorted((ROOT / "src").rglob("*.py"))

LONGEST_MEDIAN_LINES = 8
LONGEST_90TH_CENTILE_LINES = 27

# Spelt in pieces, so that this file does not hold what it looks for.
REGISTRIES = (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian", "org"))
HOSTS = [".".join(parts) for parts in REGISTRIES]
SHARED_FOLDERS = {Path("/home"), Path("/Users"), Path("/usr"), Path("/opt"), Path("/srv"), Path("/var")}
TEMPORARY = "/" + "tmp"


def requirements() -> list[str]:
    groups = SETTINGS["dependency-groups"].values()
    extras = SETTINGS["project"]["optional-dependencies"].values()
    return [line for lines in (SETTINGS["project"]["dependencies"], *extras, *groups) for line in lines]


def pins(lock: Path) -> dict[str, str]:
    """Each locked requirement with its marker, and the hashes and comments under it."""
    entries = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(entry.partition(" \\\n")[::2] for entry in entries if entry.strip())


def repository_files() -> list[Path]:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in names.split("\0") if name]
    return [file for file in files if file.is_file()]


@cache
def machine_folders() -> list[str]:
    """Folders that exist on this machine only: above this checkout, the home folder, the temporary one.

    A folder at the top of the disk may be called as a page of the site is (`/check`): it tells of a
    machine only with something beneath it that this machine has.
    """
    own = {ROOT, *ROOT.parents, Path.home()} - SHARED_FOLDERS
    top = {folder for folder in own if folder.parent == Path(folder.anchor)}
    beneath = {inner for folder in top if folder.name for inner in folder.iterdir()}
    return sorted(folder.as_posix() for folder in (own - top) | beneath | {Path(TEMPORARY)})


def traces(text: str) -> list[str]:
    """Words in a text that tell on which machine, or from which registry, it was made."""
    if not any(word in text for word in (*machine_folders(), *HOSTS)):
        return []
    folders = "|".join(re.escape(folder) for folder in machine_folders())
    hosts = "|".join(re.escape(host) for host in HOSTS)
    return [found[0] for found in re.finditer(rf"(?<![\w.~-])(?:{folders})(?![\w-])|(?:{hosts})\b", text)]


def function_lengths() -> dict[str, int]:
    """Lines of every function in the package, from `def` to its end, docstring included."""
    lengths = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{module.relative_to(ROOT)}:{node.lineno} {node.name}"
                lengths[place] = node.end_lineno - node.lineno + 1
    return lengths


def imported_packages(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in plain | parts}


@pytest.fixture
def start(tmp_path) -> ModuleType:
    """start.py as a module, in a folder of its own whose environment is already whole."""
    for name in ("start.py", "pyproject.toml", *(lock.name for lock in LOCKS)):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    spec = importlib.util.spec_from_file_location("start_under_test", tmp_path / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.PYTHON.parent.mkdir(parents=True)
    module.PYTHON.touch()
    (module.VENV / "pyvenv.cfg").write_text("version = 3.11.2\n", encoding="utf-8")
    return module


def mark_ready(start: ModuleType, *, layer: str) -> None:
    start.READY.write_text(f"{start.fingerprint()} {layer}", encoding="utf-8")


@pytest.mark.parametrize("requirement", requirements())
def test_a_dependency_says_what_it_is_for(requirement):
    line = next(line for line in SETTINGS_TEXT.splitlines() if f'"{requirement}"' in line)
    assert re.search(r",\s+# \w.{10,}", line), f"pyproject.toml: say after {requirement} what it is for"


def test_there_is_a_lock_for_setting_up_for_running_and_for_developing():
    expected = {"requirements-setup.txt", "requirements.txt", "requirements-dev.txt"}
    assert {lock.name for lock in LOCKS} == expected


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash(lock):
    locked = pins(lock)
    assert locked
    unpinned = [name for name, below in locked.items() if "==" not in name or "--hash=sha256:" not in below]
    assert not unpinned


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_index_host_or_folder(lock):
    allowed = re.compile(r"[\w.-]+==[\w.]+( ; [^/\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # [^/]*")
    strange = [line for line in lock.read_text(encoding="utf-8").splitlines() if not allowed.fullmatch(line)]
    assert not strange


def test_developing_uses_the_same_versions_as_running():
    developing, running = pins(ROOT / "requirements-dev.txt"), pins(ROOT / "requirements.txt")
    assert running.keys() <= developing.keys()


@pytest.mark.parametrize("requirement", requirements())
def test_every_dependency_is_locked(requirement):
    name = re.match(r"[\w.-]+", requirement)[0]
    assert any(pin.startswith(f"{name}==") for lock in LOCKS for pin in pins(lock))


def test_no_file_tells_where_it_was_made():
    found = []
    for file in repository_files():
        try:
            words = traces(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += [f"{file.relative_to(ROOT)}: {word}" for word in words]
    assert not found


@pytest.mark.parametrize(
    "text",
    [f"see {ROOT}/src", f"{TEMPORARY}/x", f"https://files.{HOSTS[1]}/a", f"x.{HOSTS[0]}"],
    ids=["checkout", "temporary", "address", "host"],
)
def test_a_trace_is_seen(text):
    assert traces(text)


@pytest.mark.parametrize("text", ["sets/work/rest", "exercises/lumbar/bird_dog", "src/tmp_path"])
def test_an_ordinary_text_holds_no_trace(text):
    assert not traces(text)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT / "src").as_posix())
def test_a_public_module_says_why_it_is_there(module):
    source = module.read_text(encoding="utf-8")
    private = module.name.startswith("_") and not module.name.startswith("__")
    assert private or ast.get_docstring(ast.parse(source)), f"{module.relative_to(ROOT)}:1: add a docstring"


def test_functions_stay_short():
    lengths = function_lengths()
    median = statistics.median(lengths.values())
    centile_90 = statistics.quantiles(lengths.values(), n=10)[-1]
    longest = sorted(lengths.items(), key=lambda pair: -pair[1])[:5]
    figures = f"{len(lengths)} functions: median {median}, 90th centile {centile_90:.0f}, longest {longest}"
    print(figures)
    assert median <= LONGEST_MEDIAN_LINES, figures
    assert centile_90 <= LONGEST_90TH_CENTILE_LINES, figures


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_a_test_cannot_reach_another_machine():
    with socket.socket() as connection, pytest.raises(SocketConnectBlockedError):
        connection.connect(("192.0.2.1", 80))  # an address reserved for examples


def test_start_uses_the_standard_library_only():
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    assert imported_packages(source) <= {*sys.stdlib_module_names, "__future__"}


def test_start_explains_itself_without_setting_anything_up(start, capsys):
    start.PYTHON.unlink()
    assert start.main(["--help"]) == 0
    assert "python3 start.py test" in capsys.readouterr().out
    assert not start.READY.exists()


def test_start_trusts_an_environment_that_matches_the_locks(start):
    mark_ready(start, layer="run")
    assert start.is_ready("run")


def test_the_running_environment_does_not_serve_for_tests(start):
    mark_ready(start, layer="run")
    assert not start.is_ready("dev")


def test_the_development_environment_serves_for_running(start):
    mark_ready(start, layer="dev")
    assert start.is_ready("run")


@pytest.mark.parametrize("name", [*(lock.name for lock in LOCKS), "pyproject.toml", ".venv/pyvenv.cfg"])
def test_start_sets_up_again_after_a_change(start, name):
    mark_ready(start, layer="dev")
    with (start.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not start.is_ready("run")


def test_an_interrupted_set_up_is_not_trusted(start):
    mark_ready(start, layer="dev")
    start.UNFINISHED.touch()
    assert not start.is_ready("run")
    assert not start.is_sound()


def test_an_environment_whose_python_is_gone_is_not_trusted(start):
    mark_ready(start, layer="dev")
    start.PYTHON.unlink()
    assert not start.is_ready("run")


def test_a_python_that_is_too_old_is_named(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "OLDEST_PYTHON", (99, 0))
    assert start.main(["demo"]) == start.CANNOT_SET_UP
    assert "Spinewise needs 99.0 or newer" in capsys.readouterr().err


def test_a_missing_venv_module_names_the_package_to_install(start, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(start.CannotSetUp, match="apt install python3-venv"):
        start.make_venv()


def test_a_folder_that_cannot_be_written_to_gives_advice_not_a_traceback(start, monkeypatch, capsys):
    def refuse(layer):
        raise PermissionError(13, "Permission denied", ".venv")

    monkeypatch.setattr(start, "install", refuse)
    assert start.main(["demo"]) == start.CANNOT_SET_UP
    assert "use a folder of your own" in capsys.readouterr().err


def test_the_test_command_fails_when_only_the_lint_fails(start, monkeypatch):
    monkeypatch.setattr(start, "call", lambda *words, folder: int("ruff" in words))
    assert start.run_tests([]) == 1
