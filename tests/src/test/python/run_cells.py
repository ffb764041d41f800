"""Runs cells in one Java kernel, in the order in which they are given, whatever comes of each.

The first argument names a JSON file with a list of cells, the second the kernel's working folder. The last line on standard
output is a JSON list: for each cell its state, what it printed and showed as text, its error, the hashes of its pictures,
how often a picture was replaced, and the content of the file that HOURGLASS_RESULTS names, or null where there is none.
"""

import hashlib
import json
import os
import sys

import kernel

LONGEST = 300  # seconds for any cell


def run(client, code):
    text, error, pictures, updates = "", "", [], 0

    def heard(kind, content):
        nonlocal text, error, updates
        if kind == "stream":
            text += content["text"]
        elif kind in ("execute_result", "display_data"):
            if "image/png" in content["data"]:
                pictures.append(hashlib.sha256(content["data"]["image/png"].encode()).hexdigest())
            else:
                text += content["data"].get("text/plain", "")
        elif kind == "update_display_data":
            updates += 1
        elif kind == "error":
            error += content["ename"] + ": " + content["evalue"] + "\n" + "\n".join(content["traceback"])

    status = kernel.run(client, code, LONGEST, heard)
    results = None
    if os.path.exists(os.environ.get("HOURGLASS_RESULTS", "")):
        with open(os.environ["HOURGLASS_RESULTS"], encoding="utf-8") as file:
            results = file.read()
    return {
        "status": status,
        "text": text,
        "error": error,
        "pictures": pictures,
        "updates": updates,
        "results": results,
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cells = json.load(file)
    with kernel.started(sys.argv[2], LONGEST) as (_, client):
        report = [run(client, cell) for cell in cells]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
