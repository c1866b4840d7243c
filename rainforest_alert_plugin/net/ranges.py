"""Parts of a remote file, asked for by byte range."""

from __future__ import annotations

from ..errors import ServiceError
from ..geo.progress import IsCancelled, never_cancelled
from .client import HttpClient, host_of
from .settings import Credential


class RemoteFile:
    """A file on a server that answers byte ranges.

    Attributes
    ----------
    fetched_bytes : int
        What came over the network so far.
    version : str
        ETag or Last-Modified of the first answer; empty when the server tells neither.
    """

    def __init__(
        self,
        client: HttpClient,
        url: str,
        credential: Credential | None = None,
        is_cancelled: IsCancelled = never_cancelled,
    ) -> None:
        self._client = client
        self._credential = credential
        self._is_cancelled = is_cancelled
        self.url = url
        self.fetched_bytes = 0
        self.version = ""

    def read(self, start: int, size: int) -> bytes:
        """`size` bytes from `start`; fewer only at the end of the file.

        Raises
        ------
        ServiceError
            ``net.no_ranges`` when the server sends whole files only, ``net.changed`` when the file was replaced meanwhile.
        """
        answer = self._client.get(
            self.url,
            headers={"Range": f"bytes={start}-{start + size - 1}", "Accept-Encoding": "identity"},
            credential=self._credential,
            max_bytes=size,
            is_cancelled=self._is_cancelled,
        )
        version = answer.headers.get("etag", "").strip('"') or answer.headers.get("last-modified", "")
        if self.version and version != self.version:
            raise ServiceError("net.changed", host=host_of(self.url))
        self.version = version
        self.fetched_bytes += len(answer.body)
        return answer.body
