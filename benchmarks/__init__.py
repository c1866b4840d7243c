"""One file per hot path, each with its rivals in the same run."""
