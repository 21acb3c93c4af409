"""The commands behind `make`: bootstrap, train, run."""
