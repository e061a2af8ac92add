"""Command line of the verifier (spec 04 §1).

Runs as `python -m verifier` and, as a lone copy, as `python -I path/to/verifier`. In the second
case there is no package yet: it is loaded from this very folder, and nothing beside it.
"""

import gc
import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def _package() -> ModuleType:
    """The package this file stands in, loaded from its folder if it is not yet known."""
    folder = Path(__file__).resolve().parent
    if not __package__:
        # The folder itself must not serve absolute imports: its names are not top-level names.
        sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != folder]
        name = "verifier"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None:
            raise ImportError("the verifier's folder is incomplete")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    return sys.modules[__package__]


def main() -> int:
    """Judge as the command line says; gives the exit code of spec 04 §2."""
    # One run keeps many small objects and hardly any cycles: looking for those rarely is enough.
    gc.set_threshold(50_000)
    package = _package()
    command = importlib.import_module(f"{package.__name__}.command")
    code: int = command.run(sys.argv[1:])
    return code


if __name__ == "__main__":
    sys.exit(main())
