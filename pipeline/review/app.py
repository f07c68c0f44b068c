"""The routes: the list, a document, its pages and pictures, decisions. JSON in and out; the page does the rest."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import JixiaoError
from pipeline.audit.doubts import NAMES
from pipeline.corrections.store import FOLDER, append, load_standing
from pipeline.errors import CorrectionsError, DecisionError, Failure, SourceMissingError
from pipeline.inputs.sources import Sources
from pipeline.review.access import Door, Guard
from pipeline.review.decisions import check, decide
from pipeline.review.documents import Documents, Json, Loaded
from pipeline.review.goldens import write_golden
from pipeline.review.index import Index, Line
from pipeline.review.pictures import MEDIA_TYPE, RESOLUTIONS, Pictures
from pipeline.review.views import overview, page_view

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

ASSETS = Path(__file__).resolve().parent / "assets"
PAGE_OF_LIST = 100
LARGEST_WISH = 64 << 10
PATIENCE_SECONDS = 0.5


class Review:
    """One dataset under review."""

    def __init__(self, out: Path, roots: Sequence[Path], who: str) -> None:
        self.out = out
        self.who = who
        self.index = Index(out)
        self.documents = Documents(out)
        self.sources = Sources([out], roots)
        self.pictures = Pictures()
        self._refreshing: threading.Thread | None = None

    def refresh(self) -> None:
        """Bring the list up to date; what takes longer than a moment goes on while the page shows what is known."""
        if self._refreshing is None or not self._refreshing.is_alive():
            self._refreshing = threading.Thread(target=self.index.refresh, daemon=True)
            self._refreshing.start()
        self._refreshing.join(PATIENCE_SECONDS)

    def loaded(self, sha16: str) -> Loaded:
        """A document as it is now.

        Raises:
            DecisionError: it is not in the dataset.
        """
        line = self.index.line(sha16)
        if line is None:
            raise DecisionError("This document is not in the dataset.", "Go back to the list.")
        return self.documents.load(line)

    def listed(self, asked: dict[str, str]) -> Json:
        """A part of the list, most doubtful first, with what can be filtered by and how often it occurs."""
        self.refresh()
        decided = self._decided()
        lines = [line for line in self.index.lines() if _wanted(line, asked)]
        left = {line.sha16: max(0, line.doubts - decided.get(line.sha16, 0)) for line in lines}
        if asked.get("open") == "1":
            lines = [line for line in lines if left[line.sha16]]
        lines.sort(key=lambda line: (-left[line.sha16], -line.contradictions, line.status != "failed", line.path))
        offset = _number(asked.get("offset", "0"))
        return {
            "total": len(lines),
            "known": len(self.index.lines()),
            "all": self.index.total,
            "doubts": sum(left.values()),
            "facets": _facets(lines),
            "lines": [_listed(line, left[line.sha16]) for line in lines[offset : offset + PAGE_OF_LIST]],
        }

    def _decided(self) -> dict[str, int]:
        """Decisions not yet in the dataset, by document."""
        folder, decided = self.out / FOLDER, {}
        lines = {line.sha16: line for line in self.index.lines()}
        for sha16 in [entry.name for entry in folder.iterdir() if entry.name in lines] if folder.is_dir() else []:
            line = lines[sha16]
            try:
                said = load_standing(self.out, line.sha256)
            except CorrectionsError:
                continue
            if said.state != line.corrections:
                decided[sha16] = sum(max(1, len(event.rows)) for event in said.agreed)
        return decided


def _wanted(line: Line, asked: dict[str, str]) -> bool:
    text = asked.get("text", "").casefold()
    return (
        (not asked.get("year") or asked["year"] in map(str, line.years))
        and (not asked.get("form") or asked["form"] in line.forms)
        and (not asked.get("department") or asked["department"] in line.departments)
        and (not asked.get("reason") or asked["reason"] in dict(line.reasons))
        and (not text or any(text in words.casefold() for words in (line.path, *line.departments, *line.projects)))
    )


def _facets(lines: Sequence[Line]) -> Json:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("year", "form", "department", "reason")}
    for line in lines:
        counts["year"].update(map(str, line.years))
        counts["form"].update(line.forms)
        counts["department"].update(line.departments)
        counts["reason"].update(code for code, _ in line.reasons)
    return {name: sorted(count.items(), key=lambda item: (-item[1], item[0]))[:500] for name, count in counts.items()}


def _listed(line: Line, left: int) -> Json:
    return {
        "sha16": line.sha16,
        "path": line.path,
        "status": line.status,
        "error": line.error,
        "pages": line.pages,
        "tables": line.tables,
        "indicators": line.indicators,
        "doubts": line.doubts,
        "left": left,
        "contradictions": line.contradictions,
        "years": line.years,
        "departments": line.departments[:3],
        "projects": line.projects[:3],
        "reasons": sorted(line.reasons, key=lambda reason: -reason[1])[:6],
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def build(review: Review, door: Door) -> Starlette:
    """The application."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    async def shell(request: Request) -> Response:
        from starlette.responses import FileResponse

        return FileResponse(ASSETS / "index.html", media_type="text/html; charset=utf-8")

    routes = [
        Route("/", shell),
        Route("/api/session", _answering(lambda request, wish: _session(review))),
        Route("/api/documents", _answering(lambda request, wish: review.listed(dict(request.query_params)))),
        Route("/api/documents/{sha16}", _answering(lambda request, wish: overview(_loaded(review, request)))),
        Route("/api/documents/{sha16}/pages/{page:int}", _answering(lambda r, w: _page(review, r))),
        Route("/api/documents/{sha16}/check", _answering(lambda r, w: _check(review, r, w)), methods=["POST"]),
        Route("/api/documents/{sha16}/decisions", _answering(lambda r, w: _decide(review, r, w)), methods=["POST"]),
        Route("/api/documents/{sha16}/golden", _answering(lambda r, w: _golden(review, r, w)), methods=["POST"]),
        Route("/picture/{sha16}/{page:int}/{dpi:int}", _drawing(review)),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, door=door)])


def _session(review: Review) -> Json:
    return {
        "who": review.who,
        "out": str(review.out),
        "codes": NAMES,
    }


def _loaded(review: Review, request: Request) -> Loaded:
    return review.loaded(request.path_params["sha16"])


def _page(review: Review, request: Request) -> Json:
    return page_view(_loaded(review, request), request.path_params["page"])


def _golden(review: Review, request: Request, wish: Json) -> Json:
    path = write_golden(review.out, _loaded(review, request), str(wish.get("who") or ""))
    return {"path": str(path)}


def _check(review: Review, request: Request, wish: Json) -> Json:
    found = check(_loaded(review, request), str(wish.get("row")), str(wish.get("text") or "")[:4000])
    return {"values": list(found.values), "doubts": list(found.doubts)}


def _decide(review: Review, request: Request, wish: Json) -> Json:
    event = append(review.out, decide(_loaded(review, request), wish))
    return {"id": event.id, "kind": event.kind}


Answer = Callable[["Request", Json], Json]


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers with JSON. What cannot be is said in a sentence; the work is done beside the event loop."""

    async def respond(request: Request) -> Response:
        import json

        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse

        wish: Any = {}
        if request.method == "POST":
            body = await request.body()
            try:
                wish = json.loads(body) if len(body) <= LARGEST_WISH else None
            except ValueError:
                wish = None
            if not isinstance(wish, dict):
                return JSONResponse(_said(DecisionError("The request cannot be understood.")), 400)
        try:
            return JSONResponse(await run_in_threadpool(answer, request, wish))
        except JixiaoError as error:
            return JSONResponse(_said(error), 409)

    return respond


def _drawing(review: Review) -> Callable[[Request], Awaitable[Response]]:
    def draw(sha16: str, page: int, dpi: int) -> bytes:
        loaded = review.loaded(sha16)
        row = next((row for row in loaded.tables["pages"] if row["page"] == page), None)
        wanted = next((resolution for resolution in RESOLUTIONS if resolution == dpi), None)
        if row is None or wanted is None:
            raise SourceMissingError(f"{loaded.line.path} has no page {page}.")
        file = review.sources.file(loaded.line.sha256, loaded.line.paths)
        return review.pictures.page(loaded.line.sha256, file, page, row["turned"], wanted)

    async def respond(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse, Response

        try:
            return Response(await run_in_threadpool(draw, **request.path_params), media_type=MEDIA_TYPE)
        except JixiaoError as error:
            return JSONResponse(_said(error), 404)

    return respond


def _said(error: JixiaoError) -> Json:
    failure = Failure.of(error)
    return {"code": failure.code, "message": failure.message, "hint": failure.hint}
