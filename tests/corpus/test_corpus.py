"""Trees of the sample and of the examples are go/parser's; a few packages of Go's library check without an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bigstack import with_big_stack
from tests.corpus import packages, trees
from tests.gotool import go_tool

HERE = Path(__file__).parent


@pytest.fixture(name="go")
def _go() -> str:
    go = go_tool()
    if go is None:
        pytest.skip("no Go toolchain")
    return go


def test_trees(go: str) -> None:
    names = trees.go_files(HERE / "sample") + trees.go_files(HERE.parents[1] / "examples")
    report = trees.compare(go, names, jobs=1)
    assert report.total == len(names) > 10
    assert report.failed == []
    assert report.different == []


def test_difference_is_shown() -> None:
    ours = trees.dump(str(HERE / "sample" / "forms.go"))
    assert trees.first_difference(ours, ours).strip() == "no difference"
    assert "minigo     Ident 8 sample" in trees.first_difference(
        ours, ours.replace(b"Ident 8 sample", b"Ident 9 sample")
    )


def test_packages(go: str) -> None:
    listed = packages.list_packages(go, ["sort", "container/list"])
    report = with_big_stack(lambda: packages.check_all(listed, lambda text: None))
    assert report.errors == []
    assert report.clean == report.packages == len(listed) > 5
