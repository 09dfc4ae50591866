"""Takes one input through the compiler and says whether that ended as it must: in errors with positions, or in code that the verifier accepts."""

from __future__ import annotations

import dataclasses
import tempfile
import traceback
from pathlib import Path

from minigo import codegen, passes, source, ssa, types
from minigo.driver import frontend, gomod, load
from minigo.driver.build import Builder
from minigo.driver.config import Config


@dataclasses.dataclass(slots=True)
class Verdict:
    """``signature`` is what findings with the same cause share, or ""; ``detail`` the traceback; ``reached`` the last stage."""

    signature: str = ""
    detail: str = ""
    reached: str = ""


class Judge:
    """Keeps imported packages between inputs."""

    def __init__(self) -> None:
        self.config = Config()
        self.builder = Builder(self.config, lenient=True)
        self.imported: dict[str, types.Package | str] = {}

    def judge(self, kind: str, data: bytes) -> Verdict:
        """Try an input; ``kind`` is "go" or "mod"."""
        verdict = Verdict()
        try:
            if kind == "mod":
                self._module(data)
            else:
                self._compile(data, verdict)
        except Exception as e:
            verdict.signature = signature(e)
            verdict.detail = "".join(traceback.format_exception(e, limit=-12))
        return verdict

    def _module(self, data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "go.mod")
            file.write_bytes(data)
            try:
                gomod.parse(file)
            except gomod.ModError as e:
                str(e).encode()

    def _compile(self, data: bytes, verdict: Verdict) -> None:
        name, imports = load.scan_header(data)
        paths = list(dict.fromkeys(path for path, _ in imports))
        package = load.SourcePackage(
            "command-line-arguments", ".", name, [load.SourceFile("x.go", "x.go", data, name, imports)], paths, "1.27", False
        )  # fmt: skip
        try:
            parsed = frontend.parse(package)
            verdict.reached = "parse"
            checked = frontend.check(package, self._import, self.config, parsed=parsed)
        except frontend.CompileErrors as e:
            _show(e.diagnostics)
            return
        verdict.reached = "check"
        program = ssa.build(checked.package, checked.info, checked.files, checked.fset)
        ssa.verify_package(program)
        passes.run(program, passes.pipeline(2, None, ()), lambda p, package: ssa.verify_package(package))
        verdict.reached = "passes"
        codegen.emit(program, codegen.Target("amd64"), codegen.Options())
        verdict.reached = "codegen"

    def _import(self, path: str) -> types.Package:
        found = self.imported.get(path)
        if found is None:
            found = self.imported[path] = self._load(path)
        if isinstance(found, str):
            raise ImportError(found)
        return found

    def _load(self, path: str) -> types.Package | str:
        if path == "unsafe":
            return types.UNSAFE
        wrong = load.bad_path(path)
        if wrong or path.startswith("."):
            return wrong or "relative"
        builder = self.builder
        try:
            builder.loader.load([path])
        except load.LoadError as e:
            return str(e)
        needed = load.reachable(builder.loader.packages, builder.loader.packages[path])
        for each in load.compile_order(needed, builder.loader.missing):
            builder.check_import(needed[each])
        return builder.import_package(path)


def _show(diagnostics: source.DiagnosticList) -> None:
    """Errors must be there, have positions, and be printable."""
    lines = [str(d) for d in diagnostics]
    if not lines:
        raise AssertionError("rejected without an error")
    for d, line in zip(diagnostics, lines, strict=True):
        line.encode("utf-8", "backslashreplace")
        if not d.pos.is_valid():
            raise AssertionError(f"an error without a position: {line}")


def signature(error: BaseException) -> str:
    """The exception's class and the innermost function of the compiler that it went through."""
    while isinstance(error, frontend.InternalError) and error.__cause__ is not None:
        error = error.__cause__
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "minigo" in Path(f.filename).parts]
    if isinstance(error, RecursionError):
        return "RecursionError"
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else "?"
    return f"{type(error).__name__} {where}"
