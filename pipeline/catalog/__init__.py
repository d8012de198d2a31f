"""The catalog of an exports folder: what shows all works and editions, made from their records alone."""
