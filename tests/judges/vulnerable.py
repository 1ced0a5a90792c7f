"""A server that is as bad as can be: what a judge does not find here, it would not find anywhere."""
import sqlite3
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse

database = sqlite3.connect(":memory:", check_same_thread=False)
database.executescript("CREATE TABLE item (id INTEGER, name TEXT); INSERT INTO item VALUES (1, 'one'), (2, 'two')")


class Bad(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        try:
            rows = database.execute("SELECT name FROM item WHERE id = " + query.get("id", ["1"])[0]).fetchall()
            text = "".join(name for (name,) in rows) + query.get("q", [""])[0]
        except sqlite3.Error as error:
            text = f"sqlite3.OperationalError: {error}"
        body = f'<html><body>{text}<a href="/?id=1&q=x">more</a></body></html>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # a judge that has seen enough

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Bad)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
