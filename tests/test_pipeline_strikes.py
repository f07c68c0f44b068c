"""What becomes of a document whose process was lost, over and over."""

from __future__ import annotations

from documents import source
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.orders import Lost, Order, Part, Sign, Stage, pieces
from pipeline.batch.strikes import Job, next_try
from pipeline.errors import Failure

CRASH = Failure("WORKER-CRASHED", "Dead.")
PAGES = 8


def _reading(page: int, patient: bool = True) -> Lost:
    return Lost(CRASH, Sign(Stage.READING, page, 1, PAGES), patient)


def _again(job: Job, lost: Lost) -> Job:
    after = next_try(job, lost)
    assert isinstance(after, Job)
    return after


def test_a_crash_is_tried_again_before_its_page_is_lost() -> None:
    """The first process may have been worn out; the second that dies at the same page gives it up."""
    job = _again(Job(0, Order(source())), _reading(2))
    assert not job.order.lost
    assert set(_again(job, _reading(2)).order.lost) == {2}


def test_a_page_that_hangs_is_lost_at_once() -> None:
    """A second try would take as long again."""
    assert set(_again(Job(0, Order(source())), _reading(2, patient=False)).order.lost) == {2}


def test_after_too_many_lost_pages_the_rest_is_given_up() -> None:
    """What was read before stays; every page from there on is accounted for."""
    job = Job(0, Order(source()))
    for page in (1, 3, 4, 6):
        job = _again(job, _reading(page, patient=False))
    assert set(job.order.lost) == {1, 3, 4, 6, 7, 8}


def test_understanding_that_kills_leaves_the_pages() -> None:
    """Pages and cells are written down without their tables; only when that kills as well, nothing is left."""
    lost = Lost(CRASH, Sign(Stage.UNDERSTANDING, last=PAGES), patient=False)
    job = _again(Job(0, Order(source())), lost)
    assert job.order.puzzling == CRASH
    assert next_try(job, Lost(CRASH, Sign(Stage.WRITING), patient=False)) is None


def test_a_piece_that_cannot_be_opened_is_failed_pages() -> None:
    """The other pieces of a long document may well be read."""
    job = Job(0, Order(source(), pages=(9, 16)))
    assert next_try(job, Lost(CRASH, Sign(), patient=False)) == Part(9, 16, failure=CRASH)


@given(st.lists(st.tuples(st.sampled_from([None, *range(1, PAGES + 1)]), st.booleans(), st.sampled_from(Stage))))
def test_whatever_dies_and_wherever_it_comes_to_an_end(deaths: list[tuple[int | None, bool, Stage]]) -> None:
    """No sequence of losses is tried for ever: a process that always dies somewhere uses up its document."""
    job, tries = Job(0, Order(source())), 0
    endless = [*deaths, *[(1, True, Stage.READING)] * 10]
    for page, patient, stage in endless:
        sign = Sign(stage, page if stage is Stage.READING else None, 1, PAGES)
        after = next_try(job, Lost(CRASH, sign, patient))
        if not isinstance(after, Job):
            return
        job, tries = after, tries + 1
    assert tries < len(deaths) + 10


@given(st.integers(1, 3000), st.integers(1, 50))
def test_pieces_hold_every_page_once(pages: int, together: int) -> None:
    """Pieces follow each other without a gap and none is longer than it may be."""
    parts = pieces(pages, together)
    assert [page for first, last in parts for page in range(first, last + 1)] == list(range(1, pages + 1))
    assert max(last - first + 1 for first, last in parts) <= together
