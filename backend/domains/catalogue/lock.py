"""`services.lock`: the sha256 of every form that was listed. A listed form never changes; the next version does."""

import hashlib
from pathlib import Path

from .loader import SERVICES, form_files

LOCK = SERVICES / "services.lock"


def form_hashes(root: Path = SERVICES) -> dict[str, str]:
    """The sha256 of every form file, by its path under `root`."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in sorted(root.glob("*/*/"))
        for _, path in form_files(folder)
    }


def locked_hashes(lock: Path = LOCK) -> dict[str, str]:
    """What the lock lists: lines of a sha256, two spaces and a path, as `sha256sum` writes and checks them."""
    lines = lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def lock_faults(root: Path = SERVICES) -> list[str]:
    """A sentence for each form that changed after it was listed, went away, or is not listed yet."""
    here, listed = form_hashes(root), locked_hashes(root / LOCK.name)
    faults = [
        f"{path}: listed and changed since; undo the change and write the next version"
        for path, digest in listed.items()
        if path in here and here[path] != digest
    ]
    faults += [f"{path}: listed and gone; dossiers filled with it need it" for path in listed if path not in here]
    return faults + [f"{path}: not listed yet; run `shubbak services lock`" for path in here if path not in listed]


def add_to_lock(root: Path = SERVICES) -> list[str]:
    """Lists the forms that are not listed yet and returns their paths; listed lines stay as they are."""
    listed = locked_hashes(root / LOCK.name)
    new = {path: digest for path, digest in form_hashes(root).items() if path not in listed}
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted((listed | new).items()))
    (root / LOCK.name).write_text(lines, encoding="utf-8")
    return sorted(new)
