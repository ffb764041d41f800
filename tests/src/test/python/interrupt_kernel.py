"""Interrupts a Java kernel in the middle of a cell, as the stop button does, and reports what came of it.

The first argument names a JSON file {"before": [cells], "long": cell, "progress": word, "after": [cells]}, the second
the kernel's working folder. The last line on standard output is a JSON object: the text and the state of each cell, the
seconds from the interrupt to the end of the long cell, and the processor time that the kernel used in the two seconds
after it (null where /proc does not tell).
"""

import json
import os
import sys
import time

import kernel

LONGEST = 120  # seconds for any cell
OBSERVED = 2.0  # seconds after the interrupt in which the processor should be idle


def run(client, code, on_output=None):
    """Runs a cell; returns its state and what it printed."""
    text = ""

    def heard(kind, content):
        nonlocal text
        if kind == "stream":
            text += content["text"]
            if on_output:
                on_output(text)
        elif kind == "execute_result":
            text += content["data"].get("text/plain", "")
        elif kind == "error":
            text += content["ename"] + ": " + content["evalue"]

    return {"status": kernel.run(client, code, LONGEST, heard), "text": text}


def family(pid):
    """The process and everything that it started."""
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as children:
            for child in children.read().split():
                found += family(int(child))
    return found


def processor_seconds(pid):
    total = 0
    for member in family(pid):
        with open(f"/proc/{member}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])  # user and system time
    return total / os.sysconf("SC_CLK_TCK")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cells = json.load(file)
    with kernel.started(sys.argv[2], LONGEST) as (manager, client):
        report = {"before": [run(client, cell) for cell in cells["before"]]}

        interrupted = []

        def interrupt_once(text):
            # Not at a certain epoch: between two lines of progress a fast training may pass it.
            if not interrupted and text.count(cells["progress"]) >= 3:
                interrupted.append(time.monotonic())
                manager.interrupt_kernel()

        report["long"] = run(client, cells["long"], interrupt_once)
        report["secondsToReturn"] = time.monotonic() - interrupted[0] if interrupted else None
        report["processorSeconds"] = None
        if os.path.isdir("/proc/self/task"):
            pid = manager.provisioner.pid
            before = processor_seconds(pid)
            time.sleep(OBSERVED)
            report["processorSeconds"] = processor_seconds(pid) - before
        report["after"] = [run(client, cell) for cell in cells["after"]]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
