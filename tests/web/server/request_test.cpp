// Ordinary requests over real sockets.
#include <catch2/catch.hpp>

#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;

TEST_CASE("GET and POST reach the application and are answered", "[http]") {
  RunningServer server;
  RawClient client(server.port());
  client.send(get("/a/b%20c?x=1&y=%E9%9D%92+z"));
  const auto got = client.read_response();
  CHECK(got.status == 200);
  CHECK(got.body == "GET /a/b c|x=1,y=青 z,|");
  CHECK(got.header("content-type") == "text/plain");
  CHECK(got.header("connection") == "keep-alive");
  CHECK(got.header("date").size() == 29);

  client.send(post("/things", "{\"a\":1}"));
  CHECK(client.read_response().body == "POST /things||{\"a\":1}");
  CHECK(server.server->counters().requests == 2);
}

TEST_CASE("Pipelined requests are answered in order", "[http]") {
  RunningServer server;
  RawClient client(server.port());
  client.send(get("/1") + post("/2", "two") + get("/3") + get("/4", "Connection: close\r\n"));
  CHECK(client.read_response().body == "GET /1||");
  CHECK(client.read_response().body == "POST /2||two");
  CHECK(client.read_response().body == "GET /3||");
  const auto last = client.read_response();
  CHECK(last.body == "GET /4||");
  CHECK(last.header("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("A request that arrives byte by byte is understood", "[http]") {
  RunningServer server;
  RawClient client(server.port());
  const std::string request =
      "POST /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  for (const char byte : request) client.send(std::string(1, byte));
  CHECK(client.read_response().body == "POST /slow||abc");
}

TEST_CASE("HEAD is answered like GET, without the body", "[http]") {
  RunningServer server;
  RawClient client(server.port());
  client.send("HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.read_response(true);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == std::to_string(std::string("GET /page||").size()));
  client.send(get("/next"));
  CHECK(client.read_response().body == "GET /next||");
}

TEST_CASE("HTTP/1.0 closes unless asked to keep the connection", "[http]") {
  RunningServer server;
  RawClient keeping(server.port());
  keeping.send("GET /1 HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
  CHECK(keeping.read_response().header("connection") == "keep-alive");
  keeping.send("GET /2 HTTP/1.0\r\nHost: x\r\n\r\n");
  CHECK(keeping.read_response().header("connection") == "close");
  CHECK(keeping.is_closed());
}

TEST_CASE("Chunked bodies are joined and their trailers never become headers", "[http]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    Response response;
    response.body = request.body + '|' + std::string(request.header("cookie"));
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4\r\nYell\r\n6;ext=1\r\now Sea\r\n0\r\nCookie: session=stolen\r\n\r\n");
  CHECK(client.read_response().body == "Yellow Sea|");
}

TEST_CASE("Expect: 100-continue is answered before the body", "[http]") {
  RunningServer server;
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_response().status == 100);
  client.send("ok");
  CHECK(client.read_response().body == "POST /||ok");

  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: a-miracle\r\n\r\n");
  CHECK(client.read_response().status == 417);
}

TEST_CASE("Every response has the security headers, unless the application sets its own", "[http]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    Response response;
    if (request.path == "/own")
      response.headers.emplace_back("Content-Security-Policy", "default-src 'self'");
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(get("/") + get("/own") + "BAD\r\n\r\n");
  const auto usual = client.read_response();
  CHECK(usual.header("content-security-policy") ==
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src "
        "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for "
        "'script'");
  CHECK(usual.header("x-content-type-options") == "nosniff");
  CHECK(usual.header("referrer-policy") == "same-origin");
  CHECK(usual.header("cross-origin-opener-policy") == "same-origin");
  CHECK(usual.header("cross-origin-resource-policy") == "same-origin");
  // No other site's page may read an answer.
  for (const auto& [name, value] : usual.headers) CHECK_FALSE(name.starts_with("access-control-"));
  const auto own = client.read_response();
  CHECK(own.headers.count("content-security-policy") == 1);
  CHECK(own.header("content-security-policy") == "default-src 'self'");
  CHECK(client.read_response().header("x-content-type-options") == "nosniff");
}

TEST_CASE("Asset bodies are sent from where they are", "[http]") {
  static const std::string asset(3'000'000, 'a');
  RunningServer server;
  server.application.on_request = [](Request, Reply reply) {
    Response response;
    response.static_body = asset;
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(get("/app.js"));
  CHECK(client.read_response().body == asset);
}

TEST_CASE("204 has neither body nor length", "[http]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    Response response;
    response.status = request.path == "/gone" ? 204 : 200;
    response.body = "text";
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(get("/gone") + get("/"));
  const auto gone = client.read_response();
  CHECK(gone.status == 204);
  CHECK(gone.headers.count("content-length") == 0);
  CHECK(client.read_response().body == "text");
}

TEST_CASE("Who asks is the peer, or whom a trusted proxy names", "[http]") {
  const auto remote = [](Request request, Reply reply) {
    Response response;
    response.body = request.remote + (request.secure ? " secure " : " plain ") +
                    std::string(request.header("x-forwarded-for"));
    reply(std::move(response));
  };
  const auto request = get("/", "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n");
  RunningServer distrustful;
  distrustful.application.on_request = remote;
  RawClient direct(distrustful.port());
  direct.send(request);
  CHECK(direct.read_response().body == "127.0.0.1 plain ");

  ServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  RunningServer trusting(options);
  trusting.application.on_request = remote;
  RawClient proxied(trusting.port());
  proxied.send(request);
  CHECK(proxied.read_response().body == "198.51.100.7 secure 203.0.113.9, 198.51.100.7");
}

TEST_CASE("Listening fails with a clear error", "[http]") {
  RunningServer server;
  ServerOptions options;
  options.port = server.port();
  const auto taken = Server::listen(options, server.application);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == ProblemCode::unavailable);
  CHECK(taken.error().detail.find("127.0.0.1 port") != std::string::npos);
  options.address = "nowhere";
  const auto invalid = Server::listen(options, server.application);
  REQUIRE_FALSE(invalid);
  CHECK(invalid.error().code == ProblemCode::invalid);
}
