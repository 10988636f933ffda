"""A server for a benchmark: started on a free port with data of its own, somebody logged in."""
import contextlib
import json
import re
import subprocess
import urllib.request


class Server:
    def __init__(self, base, credentials=None):
        self.base = base
        self.credentials = credentials or {}

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method,
                                         headers=self.credentials)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null"), answer.headers


@contextlib.contextmanager
def running(program, environment, first_login=True):
    """Gives a Server whose calls are those of the administrator, or of nobody."""
    process = subprocess.Popen([program, "serve", "--port", "0"], env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        password = base = ""
        for line in process.stdout:
            if found := re.search(r"First login: .* password (\S+)", line):
                password = found.group(1)
            if found := re.search(r"running: (http://\S+)/", line):
                base = found.group(1)
            if "Ctrl-C" in line:
                break
        if not first_login:
            yield Server(base)
            return
        session, headers = Server(base).call("POST", "/api/session",
                                             {"user": "admin", "password": password})
        yield Server(base, {"Cookie": headers["Set-Cookie"].split(";")[0],
                            "X-CSRF-Token": session["csrf"], "Content-Type": "application/json"})
    finally:
        process.terminate()
        process.wait(timeout=60)
