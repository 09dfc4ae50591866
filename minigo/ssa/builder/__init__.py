"""The SSA builder: one file a language feature; ``build.build`` is the entry."""
