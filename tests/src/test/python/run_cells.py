"""Runs cells in one Java kernel, in the order in which they are given, whatever comes of each.

The first argument names a JSON file with a list of cells, the second the kernel's working folder. The last line on standard
output is a JSON list: for each cell its state, what it printed and showed as text, its error, the hashes of its pictures,
and the content of the file that HOURGLASS_RESULTS names, or null where there is none.
"""

import hashlib
import json
import os
import sys
import time

from jupyter_client.manager import KernelManager

LONGEST = 300  # seconds for any cell


def run(client, code):
    message = client.execute(code)
    text, error, pictures = "", "", []
    deadline = time.monotonic() + LONGEST
    while True:
        reply = client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
        if reply["parent_header"].get("msg_id") != message:
            continue
        kind, content = reply["msg_type"], reply["content"]
        if kind == "stream":
            text += content["text"]
        elif kind in ("execute_result", "display_data"):
            if "image/png" in content["data"]:
                pictures.append(hashlib.sha256(content["data"]["image/png"].encode()).hexdigest())
            else:
                text += content["data"].get("text/plain", "")
        elif kind == "error":
            error += content["ename"] + ": " + content["evalue"] + "\n" + "\n".join(content["traceback"])
        elif kind == "status" and content["execution_state"] == "idle":
            break
    while True:
        reply = client.get_shell_msg(timeout=LONGEST)
        if reply["parent_header"].get("msg_id") == message:
            status = reply["content"]["status"]
            break
    results = None
    if os.path.exists(os.environ.get("HOURGLASS_RESULTS", "")):
        with open(os.environ["HOURGLASS_RESULTS"], encoding="utf-8") as file:
            results = file.read()
    return {"status": status, "text": text, "error": error, "pictures": pictures, "results": results}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cells = json.load(file)
    manager = KernelManager(kernel_name="java")
    manager.start_kernel(cwd=sys.argv[2])
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONGEST)
        report = [run(client, cell) for cell in cells]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
