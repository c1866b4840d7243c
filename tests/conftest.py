"""What all rings share: an environment of their own, the real data, PostGIS, and a header that says on what they ran."""

from __future__ import annotations

import gc
import os
import platform
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"
REAL_DATA = Path(os.environ.get("RAINFOREST_ALERT_DATA") or ROOT.parent / "shared" / "data")
# The only reason for which a test may be left out in CI: QGIS itself lacks the thing.
ALLOWED_SKIP = "needs QGIS"

_HOME = tempfile.TemporaryDirectory(prefix="rainforest-alert-tests-")


def isolate() -> None:
    """Point everything that QGIS, Qt and GDAL would keep at home to a temporary folder, before any of them is loaded."""
    home = Path(_HOME.name)
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.update(
        HOME=str(home),
        XDG_RUNTIME_DIR=str(runtime),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_DATA_HOME=str(home / "data"),
        XDG_CACHE_HOME=str(home / "cache"),
        QGIS_CUSTOM_CONFIG_PATH=str(home / "qgis"),
        QT_QPA_PLATFORM="offscreen",
    )


isolate()


def pytest_report_header() -> list[str]:
    """Versions of what stands below QGIS, and whether the real data is there."""
    import numpy as np
    from osgeo import gdal, ogr, osr

    geos = f"{ogr.GetGEOSVersionMajor()}.{ogr.GetGEOSVersionMinor()}.{ogr.GetGEOSVersionMicro()}"
    proj = f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}"
    data = (
        f"real data: {REAL_DATA}"
        if REAL_DATA.is_dir()
        else f"real data: absent, tests marked realdata left out ({REAL_DATA})"
    )
    return [
        f"Python {platform.python_version()}, numpy {np.__version__}, GDAL {gdal.__version__}, GEOS {geos}, PROJ {proj}",
        data,
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if REAL_DATA.is_dir():
        return
    absent = pytest.mark.skip(reason=f"the real data is not at {REAL_DATA}")
    for item in items:
        if item.get_closest_marker("realdata"):
            item.add_marker(absent)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """In CI nothing is left out: a test that is skipped there has failed."""
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if ALLOWED_SKIP not in reason:
            report.outcome = "failed"
            report.longrepr = f"left out, which CI does not allow: {reason}"


_exit_status: list[int] = []


def _ran_qgis(config: pytest.Config) -> bool:
    return config.pluginmanager.hasplugin("pytest_qgis") and "qgis.core" in sys.modules


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """QGIS has ended by now: what the frames of a failed test still hold of it must not be freed before the summary is out."""
    _exit_status.append(int(exitstatus))
    if _ran_qgis(session.config):
        gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once when QGIS ran in this process: all is reported, and QGIS 3.22 fails while Python takes its libraries down."""
    if _exit_status and _ran_qgis(config):
        _HOME.cleanup()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status[-1])


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real data, ``alerts`` and ``geo`` below it; use it with the marker ``realdata``."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"the real data is not at {REAL_DATA}")
    return REAL_DATA


@dataclass(frozen=True)
class PostGIS:
    """A PostgreSQL server of the tests' own, with PostGIS in its database."""

    host: str
    port: int
    user: str
    database: str

    @property
    def dsn(self) -> str:
        """Connection string for psycopg2 and, behind ``PG:``, for OGR."""
        return f"host={self.host} port={self.port} user={self.user} dbname={self.database}"

    def connect(self):
        """Open a connection with psycopg2."""
        import psycopg2

        return psycopg2.connect(self.dsn)


def _free_port() -> int:
    """A free loopback port below those that the system gives to connections, so that it is still free when a server starts again."""
    for port in random.SystemRandom().sample(range(15_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("a hundred ports between 15000 and 32000 are taken")


def _postgresql_programs() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name)) if found else None


class Cluster:
    """A PostgreSQL server of the tests' own on a free loopback port, with PostGIS in its database; PostgreSQL refuses to run as root."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        as_root = os.geteuid() == 0
        self._owner = "postgres" if as_root else pwd.getpwuid(os.geteuid()).pw_name
        self._prefix = ["runuser", "-u", self._owner, "--"] if as_root else []
        self._folder = Path(tempfile.mkdtemp(prefix="rainforest-alert-pg-"))
        if as_root:
            shutil.chown(self._folder, self._owner)
        self.server = PostGIS("127.0.0.1", _free_port(), "postgres", "rainforest")

    def make(self) -> None:
        """Make the cluster, start it, and make the database."""
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._start_on_a_free_port()
        at_server = ("-h", str(self._folder), "-p", str(self.server.port), "-U", "postgres")
        self._run("createdb", *at_server, self.server.database)
        self._run("psql", *at_server, "-q", "-d", self.server.database, "-c", "CREATE EXTENSION postgis")

    def _start_on_a_free_port(self) -> None:
        """Start it; on another port when somebody took the chosen one in the meantime."""
        for _ in range(5):
            self.server = replace(self.server, port=_free_port())
            try:
                return self.start()
            except pytest.fail.Exception as failed:
                if "could not bind" not in str(failed):
                    raise
        return self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = f"-c listen_addresses=127.0.0.1 -c port={self.server.port} -c unix_socket_directories={self._folder} -c fsync=off"
        # The server writes to its own log: a pipe kept open by it would never end.
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._folder / "log"), "-w", "-o", settings, "start")

    def stop(self) -> None:
        """Stop it at once, as when its computer loses power: nobody is waited for."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        """Stop it if it runs, and take its files away."""
        if (self._data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "cluster"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._prefix, str(self._programs / program), *arguments],
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self._folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            log = self._folder / "log"
            written = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
            pytest.fail(f"{program} failed: {done.stderr}{written}", pytrace=False)


def _running_cluster() -> Iterator[Cluster]:
    programs = _postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: run `make setup`")
    cluster = Cluster(programs)
    try:
        cluster.make()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def postgis() -> Iterator[PostGIS]:
    """The server that all tests share."""
    for cluster in _running_cluster():
        yield cluster.server


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A server for tests that kill it."""
    yield from _running_cluster()
