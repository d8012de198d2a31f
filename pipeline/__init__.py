"""Polyfolio: one source, every language, every edition.

Read `pipeline.run` first: it holds the stages in the order in which a document meets them.
"""
