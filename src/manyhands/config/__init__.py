"""How an installation is configured: one settings file, read from the environment by typed readers."""
