"""`requests`, tamed: with `cookies.py`, the one place that imports it.

No redirect is followed by it, nothing of the environment is read, no `Retry` is made, and its log lines, which hold
addresses with sessions in them, are switched off (H-01, H-02, H-08, S-03).
"""

from __future__ import annotations

import logging
import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.poolmanager import PoolManager, ProxyManager

from ntuh_onboard.backend.web.http.connections import POOLS
from ntuh_onboard.backend.web.http.cookies import Cookies

_CHUNK = 65536
_TALKERS = (
    "urllib3",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
    "requests",
    "requests.adapters",
    "requests.sessions",
    "charset_normalizer",
)


class _Adapter(HTTPAdapter):
    """Its pools dial under the deadline and trust our context alone, also through a proxy."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kw: Any) -> None:  # noqa: FBT001, FBT002  # requests' own signature
        """Make the pools with our context and connections."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **kw)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kw: Any) -> ProxyManager:
        """The same through a proxy: the context is used for the proxy and for what is behind it."""
        kw.update(ssl_context=self._context, proxy_ssl_context=self._context)
        made: ProxyManager = super().proxy_manager_for(proxy, **kw)
        made.pool_classes_by_scheme = POOLS
        return made

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Always verified, by the context's authorities alone: `certifi`'s are not added to them (H-04)."""
        conn.cert_reqs = "CERT_REQUIRED"

    def fresh(self) -> None:
        """Drop kept connections: a commit on one that the server has just left would end unknown for nothing."""
        managers: list[PoolManager] = [self.poolmanager, *self.proxy_manager.values()]
        for each in managers:
            each.clear()


class _Session(requests.Session):
    """A session that never looks where a redirect leads: looking reads the whole body, without a limit."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None, always."""
        return None


class Wire:
    """One student's cookies and connections.

    proxy: the address of a proxy for all but this machine, None for none.
    """

    def __init__(self, context: ssl.SSLContext, proxy: str | None, agent: str) -> None:
        silence()
        self._adapter = _Adapter(context)
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies = Cookies()
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)
        self._proxies = {} if proxy is None else {"http": proxy, "https": proxy}
        self._session.headers.clear()
        self._session.headers.update(
            {
                "User-Agent": agent,
                "Accept": "text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.5",
                "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            }
        )

    def exchange(
        self, url: str, body: bytes | None, kind: str, timeout: tuple[float, float], *, local: bool
    ) -> requests.Response:
        """Send one request, a POST where it has a body; the answer's body is not read yet.

        local: it goes to this machine, past any proxy. Raises whatever the library raises.
        """
        if body is not None:
            self._adapter.fresh()
        headers = {"Content-Type": kind} if kind else {}
        request = self._session.prepare_request(
            requests.Request("GET" if body is None else "POST", url, data=body, headers=headers)
        )
        proxies = {} if local else self._proxies
        return self._session.send(
            request, stream=True, allow_redirects=False, timeout=timeout, proxies=proxies, verify=True
        )

    def location(self, response: requests.Response) -> str:
        """Where the answer leads, empty where it names no place, or several that differ (as browsers see it)."""
        named = {*response.raw.headers.getlist("Location")}
        return str(named.pop()) if len(named) == 1 else ""

    def body(self, response: requests.Response, most: int) -> bytes | None:
        """The body, decompressed; None where it is larger than that (H-07)."""
        read = bytearray()
        while chunk := response.raw.read(_CHUNK, decode_content=True):
            read += chunk
            if len(read) > most:
                return None
        return bytes(read)

    def forget(self) -> None:
        """Drop cookies and connections."""
        self._session.cookies.clear()
        self._adapter.fresh()

    def close(self) -> None:
        """Drop cookies and connections, for good."""
        self._session.cookies.clear()
        self._session.close()


def silence() -> None:
    """Nothing of the library is logged, whatever level somebody set: its lines hold addresses (S-03)."""
    for name in _TALKERS:
        logging.getLogger(name).disabled = True
