"""What a reader of pages is. A new one is one file and one line in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extractors.model import PageReading
    from extractors.source import Page


class Extractor(Protocol):
    """Reads one page. Structural: no base class is needed."""

    @property
    def name(self) -> str:
        """Stands in `TableGrid.reader` and in the dataset."""
        ...

    def accepts(self, page: Page) -> bool:
        """Whether it is worth trying; cheap, without drawing or recognising anything."""
        ...

    def extract(self, page: Page) -> PageReading | None:
        """The reading, or None when this reader finds nothing of its kind on the page."""
        ...
