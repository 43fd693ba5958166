#!/usr/bin/env python3
"""Gatehouse asked from Python, with the standard library alone: a lease, its heartbeat, its end, and the events beside it.

Run it while the app, or `gatehouse serve`, runs. On Linux and macOS; the folder below is that of Linux.
"""

import http.client
import json
import os
import pathlib
import socket
import sys


class GatehouseError(Exception):
    """What Gatehouse says when it refuses: a code that stays the same, and figures where there are some."""

    def __init__(self, failure):
        super().__init__(failure["code"])
        self.code = failure["code"]
        self.detail = failure.get("detail")
        self.retry_at = failure.get("retryAt")
        self.figures = failure.get("figures")


def find():
    """The socket and the grant: inside an agent from the environment, else from the data folder."""
    base = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share"
    data = pathlib.Path(base) / "gatehouse"
    path = os.environ.get("GATEHOUSE_SOCKET") or json.loads((data / "service.json").read_text())["path"]
    grant = os.environ.get("GATEHOUSE_GRANT") or (data / "machine-grant").read_text().strip()
    return path, grant


class Connection(http.client.HTTPConnection):
    """HTTP over the private socket."""

    def __init__(self, path, timeout):
        super().__init__("gatehouse", timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Gatehouse:
    def __init__(self):
        self._path, self._grant = find()

    def _open(self, method, path, body=None, timeout=90):
        connection = Connection(self._path, timeout)
        headers = {"authorization": f"Bearer {self._grant}"}
        if body is not None:
            headers["content-type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        if answer.status != 200:
            failure = json.loads(answer.read())["failure"]
            connection.close()
            raise GatehouseError(failure)
        return connection, answer

    def ask(self, method, path, body=None):
        connection, answer = self._open(method, path, body)
        try:
            return json.loads(answer.read())
        finally:
            connection.close()

    def lease(self, label, **wish):
        """Bound to this process, so that it is free again however the process ends."""
        holder = {"kind": "process", "pid": os.getpid()}
        return self.ask("POST", "/v1/leases", {"label": label, "holder": holder, **wish})

    def heartbeat(self, lease):
        return self.ask("POST", f"/v1/leases/{lease}/heartbeat")

    def release(self, lease, used=None):
        return self.ask("DELETE", f"/v1/leases/{lease}", None if used is None else {"used": used})

    def events(self):
        """Server-sent events, from the moment on at which this returns."""
        connection, answer = self._open("GET", "/v1/events", timeout=None)
        # The first line is a comment that says that nothing is missed from now on.
        answer.readline()
        return self._each(connection, answer)

    @staticmethod
    def _each(connection, answer):
        try:
            for line in answer:
                if line.startswith(b"data: "):
                    yield json.loads(line[len(b"data: "):])
        finally:
            connection.close()


def main():
    gatehouse = Gatehouse()
    events = gatehouse.events()
    granted = gatehouse.lease("python", estimate={"unit": "percent", "value": 5}, priority="background")
    lease = granted["lease"]
    print("lease", lease["id"], "of", lease["accountLabel"], "because", granted["reason"])
    print("kept until", gatehouse.heartbeat(lease["id"])["lease"]["expiresAt"])
    given_back = gatehouse.release(lease["id"], used=2)["givenBack"]
    print("given back", given_back["value"], given_back["unit"])
    for event in events:
        print("event", event["type"], event.get("what", ""))
        if len(sys.argv) < 2 or event["type"] == sys.argv[1]:
            break
    try:
        gatehouse.heartbeat("none")
    except GatehouseError as refused:
        print("refused", refused.code)


main()
