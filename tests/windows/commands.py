"""Runs in the Windows Python: does what comes in, a line of JSON each, and answers with what was said.

One process for many commands: under Wine the imports take longer than the commands.
"""

import contextlib
import io
import json
import os
import sys

from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.language import set_language


def cell(text):
    """Run a notebook's cell as a kernel without a page does; return whether it came to its end."""
    from IPython.core.interactiveshell import InteractiveShell

    from kimotsuki_ictclub.notebook import load_ipython_extension

    shell = InteractiveShell.instance()
    load_ipython_extension(shell)
    return 0 if shell.run_cell(text).success else 1


def done(asked):
    """Return the exit code of what is `asked`, and what it has said as (code, output, errors)."""
    os.environ["ICTCLUB_HOME"] = asked["home"]
    os.chdir(asked["folder"])
    set_language("en")
    said, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _stream in range(2))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = cell(asked["cell"]) if "cell" in asked else execute(asked["arguments"])
    return {"code": code, "said": said.buffer.getvalue().decode(), "told": told.buffer.getvalue().decode()}


if __name__ == "__main__":
    asks, answers, sys.stdin = sys.stdin.buffer, sys.stdout.buffer, io.TextIOWrapper(io.BytesIO(b"\n"))
    for line in asks:
        answers.write(json.dumps(done(json.loads(line))).encode() + b"\n")
        answers.flush()
