"""`python -m course NAME`: the entry. Even Python 2 must be able to read this file."""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036
    # An earlier command may have set up .venv with a newer Python.
    python = os.path.join(".venv", "bin", "python")
    if os.path.exists(python) and not os.environ.get("COURSE_PYTHON_CHOSEN"):
        os.execv(python, [python, "-m", "course"] + sys.argv[1:])  # noqa: RUF005, S606
    version = ".".join(str(number) for number in sys.version_info[:2])
    make = os.environ.get("COURSE_MAKE")
    typed = " ".join(sys.argv[1:])
    example = "make " + typed + " PYTHON=python3.12" if make else "python3.12 -m course " + typed
    sys.exit(
        "This is Python " + version + ", and the course needs 3.10 or newer.\n"
        "Install one from python.org, and choose it: " + example
    )

try:
    from .setup.bootstrap import go_inside, let_ctrl_c_in

    let_ctrl_c_in()
    go_inside(sys.argv[1:])

    from .cli import main  # only .venv has what it imports

    main()
except KeyboardInterrupt:
    sys.stderr.write("\nStopped.\n")
    sys.exit(130)
except Exception as error:
    from .setup.damage import sentence

    said = sentence(error)
    if not said:
        raise
    sys.exit(said)
