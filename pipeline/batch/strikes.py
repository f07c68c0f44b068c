"""What becomes of an order whose process was lost: another try, a smaller order, or none.

A crash or a lack of memory gets a second try in a fresh process, because the first may have been worn out by
the documents before; then the page under way is lost and the others are read. A page that takes too long is lost at
once. When understanding the pages is what kills, they are written down without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.batch.orders import Lost, Order, Part, Sign, Stage
from pipeline.errors import Failure

# Each lost page costs another reading of the pages of its order; after so many the rest of them is given up.
MAX_LOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Job:
    """An order and the place of its document in the run; `struck` is where a process was lost on it before."""

    index: int
    order: Order
    struck: Sign | None = None


def next_try(job: Job, lost: Lost) -> Job | Part | None:
    """The job to be tried next; a part that is given up; or None: the document fails."""
    order, sign = job.order, lost.sign
    if lost.patient and not _same(job.struck, sign):
        return replace(job, struck=sign)
    if sign.page is not None and sign.page not in order.lost:
        return Job(job.index, replace(order, lost=_without(order, sign, lost.failure)))
    if order.pages:
        first, last = order.pages
        return Part(first, last, failure=lost.failure)
    if sign.stage is Stage.UNDERSTANDING and not order.puzzling:
        return Job(job.index, replace(order, puzzling=lost.failure))
    return None


def _same(earlier: Sign | None, sign: Sign) -> bool:
    return earlier is not None and (earlier.stage, earlier.page) == (sign.stage, sign.page)


def _without(order: Order, sign: Sign, failure: Failure) -> dict[int, Failure]:
    """The lost pages, now with the one under way; when there are too many, all from there on."""
    page = sign.page or 0
    last = page if len(order.lost) < MAX_LOST_PAGES else sign.last
    return {**order.lost, **dict.fromkeys(range(page, last + 1), failure)}
