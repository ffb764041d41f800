"""Puts empty stand-ins for CUDA's libraries beside PyTorch's own, so that it starts on a machine that has none.

PyTorch's wheel for Linux is linked against a dozen of CUDA's libraries, three gigabytes that a CPU benchmark never calls.
Run with the Python of the environment in which torch was installed with --no-deps; needs gcc and binutils.
"""

import collections
import pathlib
import re
import subprocess
import sysconfig
import tempfile

lib = pathlib.Path(sysconfig.get_paths()["purelib"], "torch", "lib")


def read(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def function(symbol):
    text = re.search("Error(String|Name)|GetVersionString", symbol)
    return f'const char *{symbol}(void) {{ return "no CUDA"; }}\n' if text else f"int {symbol}(void) {{ return 100; }}\n"


# 100 is CUDA's own answer when there is no device.
own = sorted(lib.glob("lib*torch*.so")) + sorted(lib.glob("libc10*.so")) + sorted(lib.glob("libcaffe2*.so"))
needed, defined = set(), set()
versions = {}  # of a symbol version: the library that has it
for path in own:
    needed |= set(re.findall(r"NEEDED.*\[(lib(?:cu|nv|nccl)[^\]]*)\]", read("readelf", "-d", str(path))))
    defined |= {line.split()[-1].split("@")[0] for line in read("nm", "-D", "--defined-only", str(path)).splitlines()}
    for file, names in re.findall(r"File: (\S+)\s+Cnt: \d+\n((?:.*Name: .*\n?)+)", read("readelf", "-V", str(path))):
        versions.update({v: file for v in re.findall(r"Name: (\S+)", names)})
symbols = collections.defaultdict(lambda: collections.defaultdict(set))  # library, version: symbols
for version, file in versions.items():
    symbols[file][version] = set()
cudart = next(name for name in needed if name.startswith("libcudart"))  # what has no version goes where all look
for path in own:
    for line in read("nm", "-D", "--undefined-only", str(path)).splitlines():
        name, _, version = line.split()[-1].replace("@@", "@").partition("@")
        if version:
            symbols[versions.get(version, "")][version].add(name)
        elif name not in defined and re.match(r"(cu|nv|nccl)[a-zA-Z_]", name):
            symbols[cudart][""].add(name)
for name in sorted(needed):
    with tempfile.TemporaryDirectory() as folder:
        source, script = pathlib.Path(folder, "s.c"), pathlib.Path(folder, "s.map")
        of = symbols[name]
        source.write_text("".join(map(function, sorted(set().union(*of.values())))) or "\n")
        script.write_text("".join(f"{v} {{ global: {' '.join(s + ';' for s in sorted(of[v])) or '*;'} }};\n" for v in of if v))
        versioned = [f"-Wl,--version-script={script}"] if script.read_text() else []
        subprocess.run(
            ["gcc", "-w", "-fno-builtin", "-shared", "-fPIC", "-o", str(lib / name), f"-Wl,-soname,{name}", *versioned,
             str(source)], check=True)
print(f"{len(needed)} stand-ins in place")
