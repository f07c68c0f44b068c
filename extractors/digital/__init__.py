"""Readers of pages whose text layer can be trusted."""
