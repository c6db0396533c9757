"""Pages of intake: an import (bring a file, say what its columns are, look, watch, see what came of it), and somebody new."""
