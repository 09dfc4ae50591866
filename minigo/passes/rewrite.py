"""What passes share: replacing values, deleting instructions, who uses what."""

from __future__ import annotations

from minigo.ssa import ir


def replace(fn: ir.Function, mapping: dict[ir.Value, ir.Value]) -> None:
    """Every operand that is a key of ``mapping`` becomes its value, chains included. The replaced instructions stay where they are."""
    if not mapping:
        return
    for block in fn.blocks:
        for instr in block.instrs:
            operands = instr.operands
            for i, op in enumerate(operands):
                if op in mapping:
                    operands[i] = resolve(mapping, op)


def resolve(mapping: dict[ir.Value, ir.Value], value: ir.Value) -> ir.Value:
    """What a value becomes in the end."""
    while value in mapping:
        value = mapping[value]
    return value


def delete(fn: ir.Function, dead: set[ir.Instruction]) -> None:
    """Take instructions out of their blocks."""
    if not dead:
        return
    for block in fn.blocks:
        if any([i in dead for i in block.instrs]):
            block.instrs = [i for i in block.instrs if i not in dead]


def users(fn: ir.Function) -> dict[ir.Value, list[ir.Instruction]]:
    """For each value the instructions that use it, one entry for each operand."""
    found: dict[ir.Value, list[ir.Instruction]] = {}
    for block in fn.blocks:
        for instr in block.instrs:
            for op in instr.operands:
                found.setdefault(op, []).append(instr)
    return found
