"""Runs a command of reattune with the network shut: `python -m tests.promises.shut read chat.txt`.

After `--serving` it may listen and answer, as the pages need it, and nothing else: the process ends when it reaches out to anybody.

Two locks stand: Python's own audit hook ends the process at the first touch of a socket or a name look-up, and on Linux the
kernel itself (seccomp) does so for every library's native code. Neither can be caught and passed over by the code under test.
Before the command, the words `--try python` and `--try native` make it open a connection, to show that the locks hold.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys

TRIED = 86
SIGSYS_ENDED = -31
SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # what the kernel calls the machine, and socket()
CONNECT_CALL = {"x86_64": 42, "aarch64": 203}
KERNEL_LOCK = sys.platform == "linux" and platform.machine() in SOCKET_CALL


def _end_at_the_first_touch(event: str, _: object) -> None:
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        os.write(2, f"the network was tried: {event}\n".encode())
        os._exit(TRIED)


def _end_when_it_reaches_out(event: str, _: object) -> None:
    if event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")) or event in {
        "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
    }:  # fmt: skip
        os.write(2, f"the network was tried: {event}\n".encode())
        os._exit(TRIED)


def _lock_kernel(serving: bool) -> None:
    """Let the kernel end this process at its first socket of the internet's kinds (families 2 and 10); of a server, when it connects."""
    machine, call = SOCKET_CALL[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06
    which = ((equal, 0, 1, CONNECT_CALL[platform.machine()]),) if serving else (
        (equal, 0, 4, call),
        (load, 0, 0, 16),
        (equal, 1, 0, 2),
        (equal, 0, 1, 10),
    )  # fmt: skip
    rows = (
        (load, 0, 0, 4),
        (equal, 0, len(which) + 2, machine),
        (load, 0, 0, 0),
        *which,
        (give, 0, 0, 0x80000000),
        (give, 0, 0, 0x7FFF0000),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rows), ctypes.addressof(code)))
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(38, 1, 0, 0, 0) or kernel.prctl(22, 2, program, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel cannot be asked to shut the network")


def main(words: list[str]) -> None:
    """Shut the network, then do what the words say."""
    serving = words[:1] == ["--serving"]
    words = words[serving:]
    if KERNEL_LOCK:
        _lock_kernel(serving)
    if words[:2] == ["--try", "native"]:
        native = ctypes.CDLL(None)
        native.connect(native.socket(2, 1, 0), struct.pack("HH12x", 2, 9), 16)
        return
    sys.addaudithook(_end_when_it_reaches_out if serving else _end_at_the_first_touch)
    if words[:2] == ["--try", "python"]:
        socket.socket().connect(("127.0.0.1", 9)) if serving else socket.getaddrinfo("localhost", 80)
        return
    from reattune.cli.main import run

    run(words)


if __name__ == "__main__":
    main(sys.argv[1:])
