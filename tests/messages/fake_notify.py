"""A make-believe GOV.UK Notify on loopback."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

KEY = "key-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


class FakeNotify:
    """Answers as told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.sent, self.answers, self.lose_answer = [], [], False
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = fake.answers.pop(0) if fake.answers else 201
                if status == 201 or fake.lose_answer:
                    fake.sent.append(body)
                if fake.lose_answer:
                    fake.lose_answer = False
                    self.connection.close()
                    return
                self.reply(
                    status,
                    {"id": "1", "reference": body.get("reference")}
                    if status == 201
                    else {"status_code": status, "errors": [{"error": "X", "message": "x"}]},
                )

            def do_GET(self) -> None:
                reference = self.path.partition("reference=")[2].split("&")[0]
                self.reply(200, {"notifications": [b for b in fake.sent if b["reference"] == reference], "links": {}})

            def reply(self, status: int, body: object) -> None:
                out = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
