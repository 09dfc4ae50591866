"""Everything made to be looked at: what each stage of the compiler makes of a program, as text."""
