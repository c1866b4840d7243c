"""Processes that are killed in the middle of their work, born one after the other by one that loaded everything once.

So two hundred of them take seconds. A victim says where its work stands and stays there until it is killed; in the phases "committing"
and "anywhere" it goes on, so that the kill falls where it falls.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Mapping

from rainforest_alert_plugin.workspace.store import WRITE_PHASES

UNIT_TESTS = Path(__file__).resolve().parents[1]
ROOT = UNIT_TESTS.parents[1]


def launch(script: str) -> subprocess.Popen[str]:
    """Start a Python that finds the plugin and these tests."""
    found = os.pathsep.join([str(ROOT), str(UNIT_TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": found},
    )


class Nursery:
    """Victims, born one after the other by a script that calls :func:`serve`."""

    def __init__(self, script):
        self.process = launch(script)
        self.killed = {}

    def line(self):
        return self.process.stdout.readline().rstrip("\n")

    def kill(self, job, place, phase, other, delay=0.0):
        """Let a victim work, kill it once it says that it has reached `phase`, and tell whether it had said that it was done."""
        self.process.stdin.write(f"{job}|{place}|{phase}|{other}\n")
        self.process.stdin.flush()
        said: list[str] = []
        # the nursery names the victim while the victim already speaks
        while not (phase in said and any(word.isdigit() for word in said)):
            said.append(self.line())
            assert not said[-1].startswith("failed"), said
        (victim,) = (int(word) for word in said if word.isdigit())
        time.sleep(delay)
        # the victim is not buried before it was killed, since only then the nursery waits for it
        os.kill(victim, signal.SIGKILL)
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        said += iter(self.line, "gone")
        done = "done" in said
        self.killed[phase] = self.killed.get(phase, 0) + 1
        return done

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def say(words: str) -> None:
    """Tell the test, from a victim or from who bears them."""
    os.write(1, (words + "\n").encode())


def stay(phase: str) -> None:
    """Say that a victim has reached a phase, and wait there for its end."""
    say(phase)
    time.sleep(60)


def watched(connection: Any, phase: str) -> Any:
    """A class of connections whose write stays in a phase, or says when it is committing."""

    class Watched(connection):
        def at(self, reached):
            if reached == phase and phase in WRITE_PHASES:
                stay(phase)
            if reached == "unmarked" and phase == "committing":
                say(phase)

        def add_rows(self, *values):
            super().add_rows(*values)
            if phase == "rows written":
                stay(phase)

    return Watched


def serve(jobs: Mapping[str, Callable[[str, str, Any], object]]) -> None:
    """Bear a victim for each line of the form ``job|place|phase|other``, and bury it after the next line."""
    for line in iter(sys.stdin.readline, ""):
        job, place, phase, other = line.rstrip("\n").split("|")
        victim = os.fork()
        if victim == 0:
            try:
                jobs[job](place, phase, int(other) if other.isdigit() else other)
                say("done")
            except BaseException as error:
                say("failed: " + repr(error))
            os._exit(0)
        say(str(victim))
        sys.stdin.readline()
        os.waitpid(victim, 0)
        say("gone")
