"""What the gateway remembers: plain functions over one database connection.

Every function takes a connection, so that the caller decides what is one transaction.
"""
