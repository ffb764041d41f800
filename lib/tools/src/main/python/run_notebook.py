"""Runs one notebook in a fresh Java kernel and writes it with its outputs.

The last line on standard output is a JSON object: the seconds that the run took; what the claims of the lesson printed and
the error that they ended with, or null where they were not reached; and, when the notebook could not be run to its end for
another reason than an error in a cell, a sentence that says why.
"""

import argparse
import asyncio
import json
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", help="the notebook to run")
    arguments.add_argument("target", help="the file for the executed notebook")
    arguments.add_argument("--folder", required=True, help="the kernel's working folder")
    arguments.add_argument("--timeout", type=float, required=True, help="seconds for the whole notebook")
    arguments.add_argument("--claims", help="a file with code that is run after the last cell and stays out of the notebook")
    options = arguments.parse_args()

    if sys.platform == "win32":  # The kernel's sockets need an event loop that can watch them.
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())

    notebook = nbformat.read(options.source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":  # A cell that is not reached must not show what an earlier run left in it.
            cell.outputs = []
            cell.execution_count = None

    claims = None
    if options.claims:
        with open(options.claims, encoding="utf-8") as file:
            claims = nbformat.v4.new_code_cell(file.read())
        notebook.cells.append(claims)

    client = NotebookClient(
        notebook,
        kernel_name="java",
        timeout=None,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": options.folder}},
    )
    failure = None
    started = time.monotonic()
    try:
        asyncio.run(asyncio.wait_for(client.async_execute(), options.timeout))
    except CellExecutionError:
        pass  # The error is an output of its cell.
    except DeadKernelError:
        failure = (
            f"the kernel's process ended in the middle of the notebook, in code cell {client.code_cells_executed}: it crashed or was"
            " killed, which a system does when memory runs out, so run it again, with more memory if need be"
        )
    except (asyncio.TimeoutError, TimeoutError):
        failure = f"the notebook was not done after {options.timeout:.0f} seconds"
    except RuntimeError as error:
        failure = f"the kernel did not start: {error}"
    seconds = time.monotonic() - started

    if claims:
        notebook.cells.pop()
    nbformat.write(notebook, options.target)
    print(json.dumps({"seconds": seconds, "failure": failure, **report(claims)}))


def report(claims) -> dict:
    if claims is None or claims.execution_count is None:
        return {"printed": None, "error": None}
    streams = [output for output in claims.outputs if output.output_type == "stream"]
    errors = [output.evalue for output in claims.outputs if output.output_type == "error"]
    return {"printed": "".join(output.text for output in streams), "error": errors[0] if errors else None}


if __name__ == "__main__":
    main()
