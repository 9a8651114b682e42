"""The case file: one SQLite database with reports and decisions that are kept, and derived tables that are not."""
