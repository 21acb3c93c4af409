"""The admin pages of the catalogue service: SQLAdmin, with its own Chinese templates."""
