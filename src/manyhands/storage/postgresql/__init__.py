"""PostgreSQL with the group scope told to the database, which holds to it by itself (row-level security)."""
