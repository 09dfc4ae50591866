"""From source text to syntax tree: scanner, grammar, parser, tree and the functions that walk and print it."""
