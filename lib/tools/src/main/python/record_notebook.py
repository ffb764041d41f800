"""Writes an executed notebook as it is committed: nothing in it depends on the machine or the hour."""

import argparse
import os
import tempfile

import nbformat

KERNEL = {"display_name": "Java", "language": "java", "name": "java"}
LANGUAGE = {
    "codemirror_mode": "java",
    "file_extension": ".jshell",
    "mimetype": "text/x-java-source",
    "name": "Java",
    "pygments_lexer": "java",
}


def without_trailing_blanks(text: str) -> str:
    return "\n".join(line.rstrip(" \t\r") for line in text.split("\n"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("executed", help="the executed notebook")
    arguments.add_argument("target", help="the committed notebook, replaced in one step")
    arguments.add_argument("--code-sha256", required=True, help="the hash of the code that made the outputs")
    options = arguments.parse_args()

    notebook = nbformat.read(options.executed, as_version=4)
    notebook.metadata = nbformat.from_dict(
        {"hourglass": {"code_sha256": options.code_sha256}, "kernelspec": KERNEL, "language_info": LANGUAGE}
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.pop("transient", None)
                if output.output_type == "stream":
                    output.text = without_trailing_blanks(output.text)
                elif "image/png" in output.get("data", {}) and "@" in output.data.get("text/plain", ""):
                    # Without the library's set-up line the kernel writes the picture object's address here.
                    output.data["text/plain"] = "a picture"

    folder = os.path.dirname(os.path.abspath(options.target))
    handle, temporary = tempfile.mkstemp(suffix=".ipynb.part", dir=folder)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            nbformat.write(notebook, file)
        if os.path.exists(options.target):
            os.chmod(temporary, os.stat(options.target).st_mode)
        os.replace(temporary, options.target)
    except BaseException:
        os.unlink(temporary)
        raise


if __name__ == "__main__":
    main()
