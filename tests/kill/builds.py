"""Kills builds at random moments: whole builds, or one of their worker processes. The next build, in the same cache, must work.

Each round writes the program anew, and deletes some entries of the cache, so that there is something to do; a second build of the same program runs beside the one that is killed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

COMMAND: Final = [sys.executable, "-m", "minigo.cli.main", "build"]
PROGRAM: Final = """package main

import (
	"fmt"
	"sort"
	"strings"
)

type pair struct {
	name  string
	count int
}

func count(text string) []pair {
	seen := map[string]int{}
	for _, word := range strings.Fields(text) {
		seen[word]++
	}
	var list []pair
	for name, n := range seen {
		list = append(list, pair{name, n})
	}
	sort.Slice(list, func(i, k int) bool { return list[i].name < list[k].name })
	return list
}

func main() { fmt.Println(count("a b a NUMBER"), NUMBER) }
"""
LIMIT: Final = 600


class Rounds:
    """Builds in a folder of their own, with a copy of the user's cache in it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.rng = random.Random(seed)
        self.source = folder / "prog.go"
        self.env = {**os.environ, "MINIGO_CACHE": str(folder / "cache")}
        self.took = 1.0

    def prepare(self) -> None:
        """Fills the cache: links will do, for entries are replaced, never written to."""
        from minigo.driver.config import cache_root

        self.source.write_text(PROGRAM.replace("NUMBER", "0"))
        out = ["-o", str(self.folder / "prog"), str(self.source)]
        subprocess.run([*COMMAND, *out], check=True, timeout=LIMIT)
        ignore = shutil.ignore_patterns(".tmp-*", "*-exe")
        shutil.copytree(cache_root(), self.folder / "cache", copy_function=os.link, ignore=ignore)

    def start(self, name: str) -> subprocess.Popen[str]:
        command = [*COMMAND, "-o", str(self.folder / name), str(self.source)]
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def round(self, number: int) -> list[str]:
        """One kill; what went wrong."""
        self.source.write_text(PROGRAM.replace("NUMBER", str(number)))
        entries = sorted((self.folder / "cache").glob("*/*-unit"))
        for entry in self.rng.sample(entries, min(len(entries), 40)):
            entry.unlink()
        victim, beside = self.start("victim"), self.start("beside") if number % 4 == 0 else None
        time.sleep(self.rng.random() * self.took)
        self.kill(victim)
        text, _ = victim.communicate(timeout=LIMIT)
        wrong = self.judge("killed build", text, victim.returncode, "victim", number, killed=True)
        if beside is not None:
            text, _ = beside.communicate(timeout=LIMIT)
            wrong += self.judge("build beside it", text, beside.returncode, "beside", number)
        before = time.monotonic()
        after = self.start("after")
        text, _ = after.communicate(timeout=LIMIT)
        self.took = max(0.3, time.monotonic() - before)
        return wrong + self.judge("next build", text, after.returncode, "after", number)

    def kill(self, victim: subprocess.Popen[str]) -> None:
        """The whole build, its main process alone, or one worker."""
        children = Path(f"/proc/{victim.pid}/task/{victim.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        try:
            match self.rng.randrange(3):
                case 0:
                    os.killpg(victim.pid, signal.SIGKILL)
                case 1 if workers:
                    os.kill(int(self.rng.choice(workers)), signal.SIGKILL)
                case _:
                    victim.kill()
        except ProcessLookupError:
            pass  # it was done already

    def judge(self, what: str, text: str, status: int, name: str, number: int, *, killed: bool = False) -> list[str]:
        wrong = []
        if "Traceback" in text or "internal compiler error" in text:
            wrong.append(f"{what}: {text}")
        if status != 0 and not killed:
            wrong.append(f"{what}: exit {status}: {text}")
        program = self.folder / name
        if program.exists():
            done = subprocess.run([str(program)], capture_output=True, text=True, timeout=60)
            words = sorted([("a", 2), ("b", 1), (str(number), 1)])
            expected = "[" + " ".join(f"{{{w} {n}}}" for w, n in words) + f"] {number}\n"
            if done.stdout != expected:
                wrong.append(f"{what}: the program prints {done.stdout!r} {done.stderr!r}")
            program.unlink()
        elif status == 0:
            wrong.append(f"{what}: no program")
        return wrong


def hunt(count: int, seed: int, folder: Path) -> list[str]:
    rounds = Rounds(folder, seed)
    rounds.prepare()
    for i in range(count):
        wrong = rounds.round(i)
        if wrong:
            return [f"seed {seed}, kill {i + 1}: {text}" for text in wrong]
    print(f"builds: {count} kills, every next build worked")
    return []
