"""The command line: `keepwarm`, a file per noun, each a thin edge over the same actions and queries."""
