"""Writes an executed notebook as it is committed: nothing in it depends on the machine or the hour."""

import argparse
import base64
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


def hero(notebook) -> bytes | None:
    """The picture of the cell tagged "hero", which the lesson shows at its top."""
    for cell in notebook.cells:
        if "hero" in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    return base64.b64decode(output.data["image/png"])
    return None


def replace(target: str, content: bytes) -> None:
    """Writes a file in one step, with the permissions of the one it replaces."""
    handle, temporary = tempfile.mkstemp(suffix=".part", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, os.stat(target).st_mode if os.path.exists(target) else 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


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
                elif "@" in output.get("data", {}).get("text/plain", "") and "image/png" in output.data:
                    # Without the library's set-up line the kernel writes the picture object's address here.
                    output.data["text/plain"] = "a picture"

    target = os.path.abspath(options.target)
    picture = hero(notebook)
    if picture:
        images = os.path.join(os.path.dirname(target), "images")
        os.makedirs(images, exist_ok=True)
        name = os.path.splitext(os.path.basename(target))[0]
        replace(os.path.join(images, name + ".png"), picture)
    replace(target, (nbformat.writes(notebook) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
