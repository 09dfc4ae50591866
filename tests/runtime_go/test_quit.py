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

import (
	"runtime"
	"strings"
	"sync/atomic"
)

var spinning atomic.Bool

func wait(c chan int) { <-c }

func waiting() int {
	buf := make([]byte, 1<<16)
	return strings.Count(string(buf[:runtime.Stack(buf, true)]), "[chan receive (nil chan)]")
}

func main() {
	go wait(nil)
	go func() {
		spinning.Store(true)
		for {
		}
	}()
	go func() { // says so when all the others are where they will be found
		for !spinning.Load() || waiting() < 2 {
			runtime.Gosched()
		}
		println("ready")
	}()
	wait(nil)
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
    assert re.search(r"^SIGQUIT: quit\nPC=0x[0-9a-f]+ m=\d+ sigcode=0\n", text, re.M), text
    assert text.count("[chan receive (nil chan)]:\nmain.wait(") == 2, text
    assert "main.main(" in text and text.count("created by main.main in goroutine 1") >= 2, text
