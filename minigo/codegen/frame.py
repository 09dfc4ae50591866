"""What surrounds a function's body: the ``define`` line, attributes, the entry block, the stack check of arm64, the
linker's row for the function.

**The entry block** holds all allocas, loads the captured values from the closure object (``ptr nest %ctx``), and, in a function with ``defer``, enters its DeferFrame::

    %r = call i32 @runtime.deferenter(ptr %frame)        ; returns_twice
    br (%r == 0), b0, the recover block

The results of such a function are read after control has come back from anywhere, so those on the heap are made in the entry block too, and their addresses are given away
in an opaque ``asm`` first: LLVM then keeps every store to them before the next call, and reads them again.

**Which call of recover works** is decided by stack pointers (docs/abi.md). ``entry_sp`` is what the stack pointer was just before this function was
called: on amd64 two words above the
frame pointer. A wrapper whose target may recover hands its right on with ``wrapperadjust``; it asks first, inline, whether there is a panic at all. Functions
that use their own stack pointer so are not inlined.

**Stacks.** On amd64 the attribute ``"split-stack"`` makes the check. On arm64 the function compares the stack pointer with the limit, the first word of G (x28), and lets
``NAME$more`` start it again on a larger segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo.codegen.closures import section_text
from minigo.codegen.debuginfo import traceback_name
from minigo.codegen.module import uses_c_rule
from minigo.ssa import dominators, ir
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

FRAME_SIZE: Final = 256  # of a DeferFrame
LARGE: Final = 300  # instructions of a function that runs once, from which on optimising it does not pay
_SMALL_FRAME: Final = 256  # what the check of arm64 need not count
G_PANIC: Final = 64  # offset in G (runtime_c/offsets.h)


def head(f: FunctionWriter) -> str:
    """The ``define`` line, up to the opening brace; binds parameters."""
    fn = f.fn
    for k, _ in enumerate(f.module.signature(fn.signature).memory):
        f.result_slots.append(f"%r{k}")
    for k, p in enumerate(fn.params):
        info = f.types(p.type)
        if not info.small or len(info.leaves) == 1:
            f.values[p] = (f"%p{k}",)
        else:
            f.values[p] = tuple([f"%p{k}.{n}" for n in range(len(info.leaves))])
    symbol = fn.linkname or fn.symbol
    linkage = "weak_odr " if fn.weak else ""
    attributes = f.unit.attributes(_attributes(f))
    result = f.module.signature(fn.signature).result
    return (
        f"define {linkage}dso_local {result} {f.unit.ref(symbol)}({', '.join(parameters(f))}) {attributes} "
        f"section {section_text('.text', symbol)} !dbg {f.lines.subprogram} {{"
    )


def parameters(f: FunctionWriter) -> list[str]:
    """The parameters, with types and names; as operands of a call they read the same."""
    params = ["ptr nest %ctx"]
    params += [f"ptr noalias captures(none) {slot}" for slot in f.result_slots]
    for p in f.fn.params:
        info = f.types(p.type)
        if info.small:
            params += [f"{leaf[0]} {name}" for leaf, name in zip(info.leaves, f.values[p], strict=True)]
        else:
            params.append(f"ptr noalias readonly captures(none) {f.values[p][0]}")
    return params


def _attributes(f: FunctionWriter) -> str:
    fn = f.fn
    words = ["nounwind", '"frame-pointer"="non-leaf"', '"disable-tail-calls"="true"']
    if not fn.nosplit and f.module.target.goarch == "amd64":
        words.append('"split-stack"')
    once = f.module.target.goarch == "amd64" and _runs_once(fn)  # arm64's check of the stack cannot count spills
    if once or fn.noinline or fn.calls_recover or adjusts(f.module.program, fn):
        words.append("noinline")
    if once:
        words.append("optnone")
    return " ".join(words)


def _runs_once(fn: ir.Function) -> bool:
    """Whether each instruction of a large function runs once: it is main or initialises the package, and has no loops. LLVM would take longer for it than it saves."""
    if fn.parent is not None or fn.weak or fn.has_defer or sum([len(b.instrs) for b in fn.blocks]) < LARGE:
        return False
    if fn.synthetic not in ("package initializer", "map initializer"):
        if fn.synthetic or fn.obj is None or fn.obj.type.recv is not None:
            return False
        if fn.obj.name != "init" and fn.symbol != "main.main":
            return False
    order = dominators.postorder(fn)
    place = {block: i for i, block in enumerate(order)}
    return all([place[s] < place[b] for b in order for s in b.succs])


def adjusts(program: ir.Package, fn: ir.Function) -> bool:
    """Whether a wrapper must hand its right to recover on: unless it is known that no function it calls recovers.

    What an inlined function calls has no such right.
    """
    if not fn.wrapper:
        return False
    for instr in fn.instructions():
        if instr.inlined is not None:
            continue
        if instr.__class__ is ir.Invoke:
            return True
        if instr.__class__ is ir.Call:
            callee = instr.operands[0]
            if isinstance(callee, ir.Function) and callee.symbol == "runtime.panicPlain":
                continue  # the receiver is nil
            if not isinstance(callee, ir.Function) or (not callee.blocks and not uses_c_rule(program, callee)):
                return True
            if callee.calls_recover or adjusts(program, callee):
                return True
    return False


def prologue(f: FunctionWriter) -> list[str]:
    """The entry block behind its allocas. It is written last, when it is known what the body needs; its lines come back."""
    kept, f.out = f.out, []
    fn = f.fn
    f.pos, f.site = fn.pos, None
    if f.module.target.goarch == "arm64" and not fn.nosplit:
        _stack_check(f)
    if adjusts(f.module.program, fn):
        _adjust(f)
    if fn.free_vars:
        _load_captured(f)
    if fn.has_defer:
        _enter_defer(f)
    else:
        f.jump("b0")
    lines, f.out = f.out, kept
    return lines


def name_captured(f: FunctionWriter) -> None:
    """Give the captured values their operands, before the body is written."""
    for free in f.fn.free_vars:
        info = f.types(free.type)
        count = len(info.leaves) if info.small else 1
        f.values[free] = (f"%f{free.index}",) if count == 1 else tuple([f"%f{free.index}.{n}" for n in range(count)])


def _load_captured(f: FunctionWriter) -> None:
    """The captured values. An object on the stack is made anew in each iteration of a loop, so these loads are not ``invariant``."""
    offsets, _ = sizes.struct_layout(f.module.closure_type(f.fn))
    for free in f.fn.free_vars:
        info = f.types(free.type)
        base = offsets[1 + free.index]
        if not info.small:
            f.emit(f"{f.values[free][0]} = getelementptr inbounds nuw i8, ptr %ctx, i64 {base}")
            continue
        for (text, at, _), name in zip(info.leaves, f.values[free], strict=True):
            f.emit(f"{name} = load {text}, ptr {f.offset('%ctx', base + at)}")


def entry_sp(f: FunctionWriter) -> str:
    """The stack pointer just before this function was called, an i64."""
    if f.module.target.goarch == "amd64":
        fp = f.intrinsic("ptr", "llvm.frameaddress.p0", "i32", "i32 0")
        return f.let(f"ptrtoint ptr {f.offset(fp, 16)} to i64")
    return f.let(f"ptrtoint ptr {f.intrinsic('ptr', 'llvm.sponentry.p0', '')} to i64")


def current_g(f: FunctionWriter) -> str:
    """The address of the current G; not valid after the next call."""
    if f.module.target.goarch == "amd64":
        return f.let("load volatile ptr, ptr addrspace(257) inttoptr (i64 8 to ptr addrspace(257))")
    return f.let(f"inttoptr i64 {_register(f, 'x28', 'llvm.read_volatile_register.i64')} to ptr")


def _register(f: FunctionWriter, name: str, kind: str = "llvm.read_register.i64") -> str:
    node = f.unit.metadata(f'!{{!"{name}"}}')
    return f.intrinsic("i64", kind, "metadata", f"metadata {node}")


def _adjust(f: FunctionWriter) -> None:
    panic = f.let(f"load ptr, ptr {f.offset(current_g(f), G_PANIC)}")
    is_none = f.let(f"icmp eq ptr {panic}, null")
    go_on, adjust = f.new_label(), f.new_label()
    f.branch(is_none, go_on, adjust, likely=True)
    f.start(adjust)
    sp = _register(f, "rsp" if f.module.target.goarch == "amd64" else "sp")
    f.call("wrapperadjust", f"i64 {entry_sp(f)}", f"i64 {sp}")
    f.jump(go_on)
    f.start(go_on)


def _enter_defer(f: FunctionWriter) -> None:
    fn = f.fn
    for result in fn.results:
        address = f.values.get(result)
        if address is not None:
            if isinstance(result, ir.Alloc) and result.heap:
                info = f.types(result.type.underlying().elem)
                made = f.call("newobject", f"ptr {f.type_ref(info.type)}")
                f.emit(f"{address[0]} = getelementptr i8, ptr {made}, i64 0")
            f.emit(f'call void asm sideeffect "", "r,~{{memory}}"(ptr {address[0]})')
    entered = f.call("deferenter", f"ptr {frame_address(f)}")
    first = f.let(f"icmp eq i32 {entered}, 0")
    assert fn.recover is not None
    f.branch(first, "b0", f"b{fn.recover.index}", likely=True)


def frame_address(f: FunctionWriter) -> str:
    """This function's DeferFrame."""
    if not f.defer_frame:
        f.defer_frame = f.slot(FRAME_SIZE, 16)
    return f.defer_frame


def _stack_check(f: FunctionWriter) -> None:
    """arm64: start again through ``NAME$more`` when the stack is too small, or somebody asks for a yield."""
    sp = _register(f, "sp")
    frame = _large_frame(f)
    if frame:
        sp = f.let(f"sub i64 {sp}, {frame}")
    limit = f.let(f"load volatile i64, ptr {current_g(f)}")
    enough = f.let(f"icmp ugt i64 {sp}, {limit}")
    go_on, more = f.new_label(), f.new_label()
    f.branch(enough, go_on, more, likely=True)
    symbol = f.fn.linkname or f.fn.symbol
    result = f.module.signature(f.fn.signature).result
    operands = parameters(f)
    ref = f.unit.ref(f"{symbol}$more")
    f.start(more)
    call = f"musttail call {result} {ref}({', '.join(operands)}){f.location()}"
    if result == "void":
        f.emit(call)
        f.emit("ret void")
    else:
        f.emit(f"ret {result} {f.let(call)}")
    f.start(go_on)
    _define_more(f, symbol, operands, frame)


def _large_frame(f: FunctionWriter) -> int:
    """The bytes to reserve for a frame that the slack below the limit cannot hold, else 0. The check cannot count on the stack pointer for them: LLVM may make the frame later."""
    return 0 if f.stack_bytes <= _SMALL_FRAME else (f.stack_bytes + _SMALL_FRAME + 15) & ~15


def _define_more(f: FunctionWriter, symbol: str, params: list[str], frame: int) -> None:
    """``NAME$more``: ``x16`` the address to start again, ``x17`` the bytes of arguments on the stack and, from bit 16 on, of the frame; then ``__morestack``.

    It is written as data, for llvmlite has an assembler for its own machine only::

        ldr x16, 1f;  ldr x9, 2f;  mov x17, #bytes;  movk x17, #frame, lsl #16;  movk x17, #frame >> 16, lsl #32;  br x9
        1: .quad NAME;  2: .quad __morestack
    """
    ints = floats = stack = 0
    for p in params:
        if " nest " in p:
            continue
        if p.startswith(("double", "float")):
            floats += 1
            stack += floats > 8
        else:
            ints += 1
            stack += ints > 8
    low, high = 0xF2A00011 | (frame & 0xFFFF) << 5, 0xF2C00011 | frame >> 16 << 5
    code = (0x580000D0, 0x580000E9, 0xD2800011 | 8 * stack << 5, low, high, 0xD61F0120)
    words = ", ".join([f"i32 {word}" for word in code])
    name = f"{symbol}$more"
    value = f"<{{ i32, i32, i32, i32, i32, i32, ptr, ptr }}> <{{ {words}, ptr {f.unit.ref(symbol)}, ptr {f.unit.data_ref('__morestack')} }}>"
    f.unit.define(
        name,
        f"{f.unit.ref(name)} = weak_odr dso_local constant {value}, section {section_text('.text', name)}, align 8",
    )


def table_row(f: FunctionWriter) -> tuple[str, int, str]:
    """(file, first line, name in tracebacks) for the linker; ``()`` behind the name says that there are no parameters."""
    fn = f.fn
    if fn.wrapper:
        file, line = "<autogenerated>", 1  # tracebacks and runtime.Callers leave these out
    else:
        file, line = f.lines.file, f.lines.first_line
    path = fn.decl_pkg.path if fn.decl_pkg is not None else f.module.program.path
    return file, line, traceback_name(fn, path) + ("" if fn.params else "()")
