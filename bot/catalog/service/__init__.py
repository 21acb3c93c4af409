"""The catalogue service: versions in a database, served over a loopback HTTP API."""
