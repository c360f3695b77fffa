"""Many people at once: threads or processes that start together, each with a database connection of its own."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

from django.db import connections

IS_FULL = os.environ.get("CHO_SAO_TEST_SIZE") == "full"


def at_once(work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """Run `work` on every item in a thread of its own, all let go at the same moment; give results in order."""
    barrier = threading.Barrier(len(items))

    def run(item: Any) -> Any:
        barrier.wait()
        try:
            return work(item)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))


def _share(work: Callable[[Any], Any], items: list[Any], answers: Any) -> None:
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # the parent's; a forked child opens its own
        getattr(type(connection), "_connection_pools", {}).clear()
    answers.put(at_once(work, items))


def _own_connections(work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    for connection in connections.all(initialized_only=True):
        connection.connection = None  # the parent's; a forked child opens its own
        getattr(type(connection), "_connection_pools", {}).clear()
    work(*args)


def start_process(work: Callable[..., Any], *args: Any) -> multiprocessing.process.BaseProcess:
    """Start `work` in a process with database connections of its own; whoever starts it waits for it or kills it."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    process = multiprocessing.get_context("fork").Process(target=_own_connections, args=(work, args))
    process.start()
    return process


def in_processes(work: Callable[[Any], Any], items: list[Any], *, count: int) -> list[Any]:
    """Run `work` on all items, spread over `count` processes; the results come in no order."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    context = multiprocessing.get_context("fork")
    answers: Queue[Any] = context.Queue()  # type: ignore[assignment]
    processes = [context.Process(target=_share, args=(work, items[start::count], answers)) for start in range(count)]
    for process in processes:
        process.start()
    results = [answer for _process in processes for answer in answers.get(timeout=240)]
    for process in processes:
        process.join()
    return results
