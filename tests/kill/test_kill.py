"""A few of the kills of ``python -m tests.kill``, and whether the checks would find a loss; builds on a full disk."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

from tests.kill import builds, files


def test_files(tmp_path: Path) -> None:
    assert files.hunt(8, 2, tmp_path) == []


def test_losses_are_found(tmp_path: Path) -> None:
    whole = b"".join(files.record(1, k) for k in range(5))
    confirmed = files.Confirmed(tmp_path)
    confirmed.read(["log 1 3\n", "log 1 4\n", "state 0 7\n", "log 1 55"])
    state = tmp_path / "state0"
    state.write_text("version 7\n" * 207)
    log = tmp_path / "log1"
    log.write_bytes(whole + files.record(1, 5)[:100])
    assert confirmed.wrong() == []
    state.write_text("version 6\n" * 206)
    assert confirmed.wrong() == ["state0: version 6, 7 was confirmed"]
    state.write_text("version 8\n" * 100)
    assert confirmed.wrong() == ["state0: version 8 is not whole"]
    state.write_text("version 8\n" * 208)
    log.write_bytes(whole + b"x")
    assert confirmed.wrong() == ["log1: after record 4 there is something else than the beginning of the next"]
    log.write_bytes(whole[:-1])
    assert confirmed.wrong() == ["log1: 1 bytes that had been there are gone"]
    fresh = files.Confirmed(tmp_path)
    fresh.read(["log 1 4\n"])
    assert fresh.wrong() == ["log1: record 4 is missing or damaged, 4 was confirmed"]


def test_builds(tmp_path: Path) -> None:
    assert builds.hunt(3, 3, tmp_path) == []


def test_a_full_disk(tmp_path: Path) -> None:
    """No file may be larger than 200 KB, so the executable cannot be written: a message, and nothing half-written."""
    rounds = builds.Rounds(tmp_path, 1)
    rounds.prepare()
    rounds.source.write_text(builds.PROGRAM.replace("NUMBER", "9"))
    out = tmp_path / "full"
    limit = 200 << 10
    done = subprocess.run(
        [*builds.COMMAND, "-o", str(out), str(rounds.source)],
        env=rounds.env,
        capture_output=True,
        text=True,
        timeout=builds.LIMIT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1 and not out.exists()
    assert done.stderr.startswith("minigo: ") and done.stderr.endswith("File too large\n"), done.stderr
    assert not list((tmp_path / "cache").glob("*/.tmp-*"))
    after = rounds.start("after")
    text, _ = after.communicate(timeout=builds.LIMIT)
    assert rounds.judge("next build", text, after.returncode, "after", 9) == []
