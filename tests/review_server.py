"""The review server in a process of its own, as a person starts it, and requests to it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers and its token."""

    address: str

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        """As in the address."""
        return parse_qs(urlsplit(self.address).query)["token"][0]

    @property
    def cookie(self) -> str:
        """The header of a browser that has been let in."""
        return f"jixiao_{self.host.rpartition(':')[2]}={self.token}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one request; `headers` replace those of a browser, None leaves one out."""
        sent = {"host": self.host, "cookie": self.cookie, "origin": f"http://{self.host}", **headers}
        connection = http.client.HTTPConnection(self.host, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, path: str, wish: dict[str, Any] | None = None) -> Any:
        """The JSON of an answer that must be a good one."""
        body = None if wish is None else json.dumps(wish).encode()
        status, _, answer = self.ask(path, "GET" if wish is None else "POST", body)
        assert status == 200, answer
        return json.loads(answer)


@contextmanager
def serving(out: Path, *options: str) -> Iterator[Server]:
    """`jixiao review` over a dataset until the block ends."""
    command = [sys.executable, "-m", "pipeline", "review", str(out), "--no-browser", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout and process.stderr
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.stderr.read()
        yield Server(address)
    finally:
        process.terminate()
        process.communicate(timeout=20)
