"""SIGQUIT: the dump of all goroutines, at each level of GOTRACEBACK."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PROGRAM: Final = """package main

func wait(c chan int) { <-c }

func main() {
	go wait(nil)
	ready := make(chan int)
	go func() {
		println("ready")
		for {
		}
	}()
	wait(ready)
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quit")
    (folder / "quit.go").write_text(PROGRAM)
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-o", str(folder / "quit"), str(folder / "quit.go")]
    subprocess.run(command, check=True, timeout=600)
    return folder / "quit"


@pytest.mark.parametrize("level", ["none", "single", "all", "system", "crash"])
def test_all_goroutines_are_shown(program: Path, level: str) -> None:
    env = {**os.environ, "GOTRACEBACK": level}
    with subprocess.Popen([str(program)], stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stderr is not None
        while process.stderr.readline() != "ready\n":
            pass
        process.send_signal(signal.SIGQUIT)
        text = process.stderr.read()
    assert process.returncode == (-signal.SIGABRT if level == "crash" else 2), text
    assert re.match(r"SIGQUIT: quit\nPC=0x[0-9a-f]+ m=\d+ sigcode=0\n", text), text
    shown = re.findall(r"^goroutine (\d+) (?:gp=\S+ m=\S+(?: mp=\S+)? )?\[([a-z ()]+)", text, re.M)
    states = {
        "running" if state == "runnable" else state for _, state in shown
    }  # stopped, so that its stack stands still
    assert states >= {"running", "chan receive", "chan receive (nil chan)"}, text
    assert all(f"main.{name}(" in text for name in ("main", "wait", "main.func1")), text
