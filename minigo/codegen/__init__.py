"""From SSA form to machine code: LLVM IR as text, then LLVM."""
