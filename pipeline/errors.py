"""Failures of files in and files out. The tree starts in extractors/errors.py.

    JixiaoError
    ├─ UsageError                USAGE: the command line cannot be followed (exit 2)
    │  ├─ InputNotFoundError     NOT-FOUND
    │  └─ InstallationError      INSTALLATION
    ├─ DecisionError             DECISION: the review page cannot keep what a person decided
    ├─ OutputError               OUTPUT: the dataset cannot be written (exit 2)
    ├─ DatasetError              DATASET: a dataset cannot be read
    ├─ SourceError               (extractors) the file cannot be read
    │  ├─ UnreadableFileError    UNREADABLE
    │  ├─ FileChangedError       FILE-CHANGED
    │  ├─ NoPdfsError            NO-PDFS
    │  ├─ DamagedArchiveError    DAMAGED-ARCHIVE
    │  ├─ EncryptedArchiveError  ENCRYPTED-ARCHIVE
    │  ├─ ArchiveLimitError      ARCHIVE-LIMIT
    │  ├─ TooManyPagesError      TOO-MANY-PAGES
    │  ├─ CorrectionsError       CORRECTIONS
    │  └─ SourceMissingError     SOURCE-MISSING
    └─ WorkerError               the process that read the document had to be given up
       ├─ WorkerCrashedError     WORKER-CRASHED
       ├─ PageTimeoutError       TIMEOUT
       ├─ OutOfMemoryError       OUT-OF-MEMORY
       └─ InternalError          INTERNAL: a bug; its traceback is in the run report

Exit codes: 0 every document converted or without tables, 1 some documents failed, 2 wrong usage or
environment, 130 interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.errors import JixiaoError, SourceError

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


class UsageError(JixiaoError):
    """The command line cannot be followed as it stands."""

    code = "USAGE"
    hint = "See: jixiao --help"


class InputNotFoundError(UsageError):
    """An INPUT does not exist."""

    code = "NOT-FOUND"
    hint = "Check the spelling of the path; nothing was converted."


class InstallationError(UsageError):
    """A library that reading needs cannot be loaded."""

    code = "INSTALLATION"
    hint = "Install it again, for example with: pip install --force-reinstall ."


class DecisionError(JixiaoError):
    """A decision of a reviewer that cannot be kept as it was made."""

    code = "DECISION"
    hint = "Look at the page again, then decide again."


class OutputError(JixiaoError):
    """The dataset cannot be written."""

    code = "OUTPUT"
    hint = "Choose a folder that can be written to with --out."


class DatasetError(JixiaoError):
    """A file of a dataset is damaged or cannot be read."""

    code = "DATASET"
    hint = "Delete the file that the message names; the next jixiao convert writes it anew."


class UnreadableFileError(SourceError):
    """The operating system does not let us read the file or folder."""

    code = "UNREADABLE"
    hint = "Check its permissions and the disk or network share it is on."


class FileChangedError(SourceError):
    """The bytes are not the ones that were there when the run began."""

    code = "FILE-CHANGED"
    hint = "Wait until it is fully copied, then convert it again."


class NoPdfsError(SourceError):
    """A folder or archive without a single document."""

    code = "NO-PDFS"
    hint = "Check that it is the right one; only PDFs, pictures (JPEG, PNG, TIFF) and zips are taken, by their names."


class DamagedArchiveError(SourceError):
    """A zip, or a member of one, that cannot be unpacked."""

    code = "DAMAGED-ARCHIVE"
    hint = "Download it again, or unpack it by hand and convert the folder."


class EncryptedArchiveError(SourceError):
    """A member of a zip that needs a password."""

    code = "ENCRYPTED-ARCHIVE"
    hint = "Unpack it with its password and convert the folder."


class ArchiveLimitError(SourceError):
    """A zip that unpacks to more than a document can be."""

    code = "ARCHIVE-LIMIT"
    hint = "If it is genuine, unpack it by hand and convert the folder."


class TooManyPagesError(SourceError):
    """A document with more pages than any bundle has."""

    code = "TOO-MANY-PAGES"
    hint = "If it is genuine, split it (for example: qpdf --split-pages=1000 IN OUT) and convert the parts."


class CorrectionsError(SourceError):
    """What people have said about this source cannot be read."""

    code = "CORRECTIONS"
    hint = "Restore the file from a backup or take it away; every other decision is in a file of its own."


class SourceMissingError(SourceError):
    """The review page cannot show a page: its PDF is not below any folder it knows."""

    code = "SOURCE-MISSING"
    hint = "Start the review with --source and the folder, zip or PDF that was converted."


class WorkerError(JixiaoError):
    """The process that read the document had to be given up."""

    code = "WORKER"


class WorkerCrashedError(WorkerError):
    """The process died twice on this document."""

    code = "WORKER-CRASHED"
    hint = "The other documents are not affected; please report the file."


class PageTimeoutError(WorkerError):
    """No page was finished within the time for one page."""

    code = "TIMEOUT"
    hint = "Raise --page-seconds if the machine is slow; otherwise please report the file."


class OutOfMemoryError(WorkerError):
    """The process grew beyond its share of memory twice."""

    code = "OUT-OF-MEMORY"
    hint = "Raise --worker-mib if the machine has more; otherwise please report the file."


class InternalError(WorkerError):
    """An error nobody expected."""

    code = "INTERNAL"
    hint = "This is a bug: its traceback is in the run report under _runs/; please report it."


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as data, because it crosses processes and is written down.

    `message` says what is wrong and what to do; `detail` is a traceback, for the run report only.
    """

    code: str
    message: str
    hint: str = ""
    detail: str | None = None

    @classmethod
    def of(cls, error: JixiaoError, detail: str | None = None) -> Failure:
        """The same as data."""
        return cls(error.code, error.message, error.hint, detail)

    @property
    def text(self) -> str:
        """The sentence and the next step."""
        return f"{self.message} {self.hint}".strip()

    @property
    def line(self) -> str:
        """The one line that is printed."""
        return f"error {self.code}: {self.text}"
