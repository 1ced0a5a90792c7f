// What the server refuses on its own, over real sockets: the application must not see any of it.
#include <catch2/catch.hpp>

#include "engine/base/json.hpp"
#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;
using namespace std::string_literals;

namespace {

struct Case {
  std::string request;
  int status;
};

}  // namespace

TEST_CASE("A bad request is refused with a problem document and the connection closed", "[guard]") {
  const auto bad = GENERATE(values<Case>({
      // request line
      {"GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400},
      {"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /\r\nHost: x\r\n\r\n", 400},
      {"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTQ/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
      {"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.1\nHost: x\n\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
      {"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"get / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      // Host
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x, y\r\n\r\n", 400},
      // fields
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n Host: x\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s, 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n", 400},
      // framing
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\na", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      // chunks
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(10'000, 'e'), 400},
  }));
  CAPTURE(bad.request);
  RunningServer server;
  RawClient client(server.port());
  client.send(bad.request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto response = client.read_response();
  CHECK(response.status == bad.status);
  CHECK(response.header("content-type") == "application/problem+json");
  CHECK(response.header("connection") == "close");
  const auto document = Json::parse(response.body);
  CHECK(document.at("status") == bad.status);
  CHECK(document.at("type") == "about:blank");
  CHECK_FALSE(document.at("title").get<std::string>().empty());
  CHECK_FALSE(document.at("detail").get<std::string>().empty());
  CHECK(client.is_closed());
  CHECK(server.server->counters().requests == 0);
  CHECK(server.server->counters().refusals == 1);
}

TEST_CASE("405 names the methods that are allowed", "[guard]") {
  RunningServer server;
  RawClient client(server.port());
  client.send("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_response().header("allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

TEST_CASE("Each method served reaches the application", "[guard]") {
  RunningServer server;
  RawClient client(server.port());
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    client.send(method + " / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n");
    CHECK(client.read_response().body == method + " /||");
  }
}

TEST_CASE("A client that leaves in the middle of a request is forgotten", "[guard]") {
  RunningServer server;
  {
    RawClient in_header(server.port());
    in_header.send("GET / HT");
    RawClient in_body(server.port());
    in_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    in_body.shutdown_send();
    CHECK(in_body.is_closed());
  }
  wait_until([&] { return server.server->counters().connections_accepted == 2; });
  wait_until([&] { return server.server->counters().connections_open == 0; });
  CHECK(server.server->counters().requests == 0);
  CHECK(server.log().empty());
}
