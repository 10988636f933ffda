"""A PostgreSQL for a benchmark: nobody's data, no network port, gone afterwards."""
import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time


def binaries():
    """The folder with its programs, or None where it is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    return os.environ.get("ZHIHENG_POSTGRES_BIN") or (found[-1] if found else None)


@contextlib.contextmanager
def running(settings=(), keep=""):
    """Gives its address. `settings` are like "shared_buffers=1GB"; the others are as delivered. What
    lies in the folder `keep` is used again and stays."""
    folder = tempfile.mkdtemp(prefix="zh-pg-", dir="/tmp")
    data = f"{keep or folder}/pgdata"
    account = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.makedirs(data, mode=0o700, exist_ok=True)
        os.chown(data, user.pw_uid, user.pw_gid)
        account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    programs = binaries()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    if not os.path.exists(f"{data}/PG_VERSION"):
        subprocess.run([f"{programs}/initdb", f"--pgdata={data}", "--username=postgres", "--auth=trust",
                        "--encoding=UTF8", "--locale=C.UTF-8"], check=True, **quiet, **account)
    command = [f"{programs}/postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
    for setting in settings:
        command += ["-c", setting]
    server = subprocess.Popen(command, **quiet, **account)
    address = f"postgres://postgres@{folder.replace('/', '%2F')}/postgres"
    try:
        while subprocess.run([f"{programs}/pg_isready", "-q", "-h", folder], check=False).returncode != 0:
            if server.poll() is not None:
                raise RuntimeError("PostgreSQL does not start")
            time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
