"""Starts a Java kernel and runs cells in it."""

import time
from contextlib import contextmanager

from jupyter_client.manager import KernelManager


@contextmanager
def started(folder, longest):
    """A kernel that works in a folder, and a client of it; the kernel has this many seconds to be ready."""
    manager = KernelManager(kernel_name="java")
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=longest)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)


def run(client, code, longest, heard):
    """Runs a cell, calls heard(kind, content) with what it shows, and returns its state; it has this many seconds."""
    message = client.execute(code)
    deadline = time.monotonic() + longest
    while True:
        reply = client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
        if reply["parent_header"].get("msg_id") != message:
            continue
        kind, content = reply["msg_type"], reply["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        heard(kind, content)
    while True:
        reply = client.get_shell_msg(timeout=longest)
        if reply["parent_header"].get("msg_id") == message:
            return reply["content"]["status"]
