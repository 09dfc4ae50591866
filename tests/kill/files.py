"""Kills a program that writes files (``writer.go``) at random moments, and looks for what its ``Sync`` had confirmed.

The program runs again and again in the same folder, so it also meets what the killed ones left. After each kill every record and every version that was confirmed, ever, must be
there and whole; behind the last whole record of a log there may be a piece of the one that was being written.
"""

from __future__ import annotations

import random
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent


def build(out: Path) -> Path:
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-o", str(out), str(HERE / "writer.go")]
    subprocess.run(command, check=True, timeout=900)
    return out


def record(log: int, sequence: int) -> bytes:
    """As writer.go makes it."""
    size = (log * 7919 + sequence * 104729) % 9000
    head = struct.pack("<II", size, sequence)
    body = bytes((log + sequence + i) & 255 for i in range(size))
    return head + struct.pack("<I", zlib.crc32(head + body)) + body


class Confirmed:
    """What the killed programs had confirmed: the last number for each log and state. ``wrong`` compares the files with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last: dict[tuple[str, int], int] = {}
        self.whole: dict[
            int, tuple[int, int]
        ] = {}  # of each log: the records, and the bytes, that were whole when last looked at

    def read(self, lines: list[str]) -> None:
        for line in lines:
            if not line.endswith("\n"):
                continue  # cut off by the kill
            kind, number, value = line.split()
            key = kind, int(number)
            self.last[key] = max(self.last.get(key, -1), int(value))

    def wrong(self) -> list[str]:
        found = []
        for (kind, number), value in sorted(self.last.items()):
            found += self._log(number, value) if kind == "log" else self._state(number, value)
        return found

    def _log(self, number: int, last: int) -> list[str]:
        data = (self.folder / f"log{number}").read_bytes()
        count, at = self.whole.get(number, (0, 0))
        if len(data) < at:
            return [f"log{number}: {at - len(data)} bytes that had been there are gone"]
        while data.startswith(expected := record(number, count), at):
            at += len(expected)
            count += 1
        self.whole[number] = count, at
        rest = data[at:]
        if count <= last:
            return [f"log{number}: record {count} is missing or damaged, {last} was confirmed"]
        if not record(number, count).startswith(rest):
            return [f"log{number}: after record {count - 1} there is something else than the beginning of the next"]
        return []

    def _state(self, number: int, last: int) -> list[str]:
        text = (self.folder / f"state{number}").read_text()
        first = text.partition("\n")[0]
        version = int(first.removeprefix("version "))
        if text != f"{first}\n" * (200 + version % 100):
            return [f"state{number}: version {version} is not whole"]
        return [f"state{number}: version {version}, {last} was confirmed"] if version < last else []


def kill_once(program: Path, confirmed: Confirmed, rng: random.Random) -> int:
    """Runs the program, kills it some time after a number of confirmations; returns how many there were."""
    command = [str(program), str(confirmed.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(rng.randrange(1, 120))]
        time.sleep(rng.random() * 0.003)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    if process.returncode != -signal.SIGKILL:
        raise RuntimeError(f"the writer ended by itself: {process.returncode}")
    confirmed.read(lines)
    return len(lines)


def hunt(count: int, seed: int, folder: Path) -> list[str]:
    """What was found missing after ``count`` kills; stops at the first that lost something."""
    program = build(folder / "writer")
    data = folder / "data"
    data.mkdir()
    confirmed, rng, total = Confirmed(data), random.Random(seed), 0
    for i in range(count):
        total += kill_once(program, confirmed, rng)
        wrong = confirmed.wrong()
        if wrong:
            return [f"seed {seed}, kill {i + 1}: {text}" for text in wrong]
    print(f"files: {count} kills, {total} confirmations, nothing is missing")
    return []
