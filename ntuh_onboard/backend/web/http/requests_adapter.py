"""`requests`, restricted; besides `cookies.py` the only place that imports it.

It follows no redirect, reads nothing from the environment, and makes no `Retry`; its log lines, which contain addresses
with sessions, are turned off (H-01, H-02, H-08, S-03).
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Mapping
from http.cookiejar import CookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.poolmanager import PoolManager, ProxyManager

from ntuh_onboard.backend.web.http.connections import POOLS
from ntuh_onboard.backend.web.http.cookies import Cookie, Cookies

_CHUNK = 65536
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
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
    """Its pools connect under the deadline and trust only our context, also through a proxy."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kw: Any) -> None:  # noqa: FBT001, FBT002  # requests' own signature
        """Make the pools with our context and connections."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **kw)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kw: Any) -> ProxyManager:
        """Do the same for a proxy: the context is used both for the proxy and for what is behind it."""
        kw.update(ssl_context=self._context, proxy_ssl_context=self._context)
        made: ProxyManager = super().proxy_manager_for(proxy, **kw)
        made.pool_classes_by_scheme = POOLS
        return made

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Always verify, and only by the context's authorities: `certifi`'s are not added to them (H-04)."""
        conn.cert_reqs = "CERT_REQUIRED"

    def fresh(self) -> None:
        """Drop idle connections: a commit on one that the server has just closed would end unknown for no reason."""
        managers: list[PoolManager] = [self.poolmanager, *self.proxy_manager.values()]
        for each in managers:
            each.clear()


class _Session(requests.Session):
    """A session that never looks for a redirect's target, since that reads the whole body without a limit."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return None."""
        return None


class Wire:
    """One student's cookies and connections.

    Args:
        context: what to trust.
        proxy: the address of a proxy for everything but this machine, or None.
        agent: the user agent.

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
        """Send one request, a POST if it has a body; the response's body is not read yet.

        `local`: it goes to this machine, past any proxy. Raises whatever the library raises.
        """
        headers = {"Content-Type": kind} if kind else {}
        return self.send("GET" if body is None else "POST", url, headers, body, timeout, local=local)

    def send(  # what a request is made of
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: tuple[float, float],
        *,
        local: bool,
    ) -> requests.Response:
        """Send one request with these headers, as of `exchange`; what may change something gets a new connection."""
        if body is not None or method not in _READS:
            self._adapter.fresh()
        request = self._session.prepare_request(requests.Request(method, url, data=body, headers=dict(headers)))
        proxies = {} if local else self._proxies
        return self._session.send(
            request, stream=True, allow_redirects=False, timeout=timeout, proxies=proxies, verify=True
        )

    def location(self, response: requests.Response) -> str:
        """Return where the answer leads; empty if it names no address, or several that differ (as browsers see it)."""
        named = {*response.raw.headers.getlist("Location")}
        return str(named.pop()) if len(named) == 1 else ""

    def body(self, response: requests.Response, most: int) -> bytes | None:
        """Read the body, decompressed; None if it is larger than `most` (H-07)."""
        read = bytearray()
        while chunk := response.raw.read(_CHUNK, decode_content=True):
            read += chunk
            if len(read) > most:
                return None
        return bytes(read)

    def keep_no_cookies(self, policy: CookiePolicy) -> None:
        """Leave cookies to whoever writes and reads the headers; `policy` allows none."""
        self._session.cookies = RequestsCookieJar(policy)

    def cookies(self) -> tuple[Cookie, ...]:
        """Return the cookies of now."""
        kept = self._session.cookies
        return tuple(kept.each()) if isinstance(kept, Cookies) else ()

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now."""
        kept = [*self._session.cookies]

        def back() -> None:
            self._session.cookies.clear()
            for each in kept:
                self._session.cookies.set_cookie(each)

        return back

    def forget(self) -> None:
        """Drop cookies and connections."""
        self._session.cookies.clear()
        self._adapter.fresh()

    def close(self) -> None:
        """Drop cookies and connections for good."""
        self._session.cookies.clear()
        self._session.close()


def silence() -> None:
    """Turn off all logging of the library, at whatever level: its lines contain addresses (S-03)."""
    for name in _TALKERS:
        logging.getLogger(name).disabled = True
