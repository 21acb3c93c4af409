"""The product catalogue: source files, service and client."""
