"""A mail server on this machine that keeps what it gets, for scripts that send mail."""

from __future__ import annotations

import queue
import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self, cast


class _Conversation(socketserver.StreamRequestHandler):
    """One client's commands: https://www.rfc-editor.org/rfc/rfc5321#section-4.1."""

    def handle(self) -> None:
        mailbox = cast("Mailbox", self.server)
        self._reply(220, "ready")
        for line in self.rfile:
            command = line.strip().upper()
            if command == b"DATA":
                self._reply(354, "end with a dot")
                mailbox.keep(self._data())
                self._reply(250, "kept")
            elif command == b"QUIT":
                self._reply(221, "bye")
                return
            else:
                self._reply(250, "localhost")

    def _data(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)

    def _reply(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """``with Mailbox() as mailbox:`` runs the server on a free port."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self._mails: queue.Queue[EmailMessage] = queue.Queue()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, data: bytes) -> None:
        self._mails.put(message_from_bytes(data, _class=EmailMessage, policy=policy.default))

    def next(self, timeout: float = 5.0) -> EmailMessage:
        """The next mail that has not been returned yet."""
        return self._mails.get(timeout=timeout)
