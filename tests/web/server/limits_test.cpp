// Every limit, one below it, at it and one above, and every deadline, over real sockets.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;
using namespace std::chrono_literals;

namespace {

int status_of(std::uint16_t port, const std::string& request) {
  RawClient client(port);
  client.send(request);
  return client.read_response().status;
}

std::string request_of_size(std::size_t size) {
  const auto bare = get("/", "X-Fill: \r\n").size();
  return get("/", "X-Fill: " + std::string(size - bare, 'x') + "\r\n");
}

}  // namespace

TEST_CASE("Header bytes", "[limits]") {
  ServerOptions options;
  options.limits.header_bytes = 200;
  RunningServer server(options);
  CHECK(status_of(server.port(), request_of_size(199)) == 200);
  CHECK(status_of(server.port(), request_of_size(200)) == 200);
  CHECK(status_of(server.port(), request_of_size(201)) == 431);
  CHECK(status_of(server.port(), request_of_size(100'000)) == 431);
  // A limit on one request is none on the next ones that come with it.
  RawClient client(server.port());
  client.send(request_of_size(200) + request_of_size(200));
  CHECK(client.read_response().status == 200);
  CHECK(client.read_response().status == 200);
}

TEST_CASE("Header fields", "[limits]") {
  ServerOptions options;
  options.limits.header_count = 5;
  RunningServer server(options);
  CHECK(status_of(server.port(), get("/", "A: 1\r\nB: 2\r\nC: 3\r\n")) == 200);
  CHECK(status_of(server.port(), get("/", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n")) == 200);
  CHECK(status_of(server.port(), get("/", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\n")) == 431);
}

TEST_CASE("Target bytes", "[limits]") {
  ServerOptions options;
  options.limits.target_bytes = 20;
  options.limits.header_bytes = 200;
  RunningServer server(options);
  CHECK(status_of(server.port(), get('/' + std::string(18, 'a'))) == 200);
  CHECK(status_of(server.port(), get('/' + std::string(19, 'a'))) == 200);
  CHECK(status_of(server.port(), get('/' + std::string(20, 'a'))) == 414);
  CHECK(status_of(server.port(), get('/' + std::string(5'000, 'a'))) == 414);
}

TEST_CASE("Body bytes", "[limits]") {
  ServerOptions options;
  options.limits.body_bytes = 10;
  RunningServer server(options);
  CHECK(status_of(server.port(), post("/", std::string(9, 'b'))) == 200);
  CHECK(status_of(server.port(), post("/", std::string(10, 'b'))) == 200);
  CHECK(status_of(server.port(), post("/", std::string(11, 'b'))) == 413);
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n";
  CHECK(status_of(server.port(), chunked + "3\r\nabc\r\n0\r\n\r\n") == 200);
  CHECK(status_of(server.port(), chunked + "4\r\nabcd\r\n0\r\n\r\n") == 200);
  CHECK(status_of(server.port(), chunked + "5\r\nabcde\r\n0\r\n\r\n") == 413);
}

TEST_CASE("A client that sends all of a body that is too large still gets to read why", "[limits]") {
  RunningServer server;
  RawClient client(server.port());
  client.send(post("/", std::string(4'000'000, 'b')));
  const auto response = client.read_response();
  CHECK(response.status == 413);
  CHECK(response.header("content-type") == "application/problem+json");
  CHECK(client.is_closed());
}

TEST_CASE("A body that is too large is refused before it is asked for", "[limits]") {
  RunningServer server;
  CHECK(status_of(server.port(),
                  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n") ==
        413);
}

TEST_CASE("Requests and time of one connection", "[limits]") {
  ServerOptions options;
  options.limits.requests_per_connection = 2;
  RunningServer server(options);
  RawClient client(server.port());
  client.send(get("/1") + get("/2") + get("/3"));
  CHECK(client.read_response().header("connection") == "keep-alive");
  CHECK(client.read_response().header("connection") == "close");
  CHECK(client.is_closed());
  CHECK(server.server->counters().requests == 2);

  ServerOptions short_lived;
  short_lived.limits.connection_lifetime = 0ms;
  RunningServer impatient(short_lived);
  RawClient second(impatient.port());
  second.send(get("/"));
  CHECK(second.read_response().header("connection") == "close");
  CHECK(second.is_closed());
}

TEST_CASE("Connections in all and of one address", "[limits]") {
  ServerOptions options;
  int refused_with = 503;
  SECTION("in all") { options.limits.connections = 2; }
  SECTION("of one address") {
    options.limits.connections_per_address = 2;
    refused_with = 429;
  }
  RunningServer server(options);
  RawClient first(server.port());
  {
    RawClient second(server.port());
    second.send(get("/"));
    CHECK(second.read_response().status == 200);
    RawClient third(server.port());
    const auto refused = third.read_response();
    CHECK(refused.status == refused_with);
    CHECK(refused.header("retry-after") == "1");
    CHECK(third.is_closed());
  }
  wait_until([&] { return server.server->counters().connections_open == 1; });
  CHECK(status_of(server.port(), get("/")) == 200);
  CHECK(server.server->counters().connections_refused == 1);
}

TEST_CASE("Behind a trusted proxy the limit of one address does not count", "[limits]") {
  ServerOptions options;
  options.limits.connections_per_address = 1;
  options.trusted_proxies = {"127.0.0.1"};
  RunningServer server(options);
  RawClient first(server.port());
  CHECK(status_of(server.port(), get("/")) == 200);
}

TEST_CASE("A header that never ends is cut, however often a byte comes", "[limits]") {
  ServerOptions options;
  options.limits.header_deadline = 150ms;
  RunningServer server(options);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  int drops = 0;
  while (!client.is_readable_within(10) && ++drops < 800) client.send("z");
  REQUIRE(drops < 800);
  CHECK(client.read_response().status == 408);
  client.shutdown_send();
  CHECK(client.is_closed());
}

TEST_CASE("A body that never ends is cut, however often a byte comes", "[limits]") {
  ServerOptions options;
  options.limits.body_deadline = 150ms;
  RunningServer server(options);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n");
  int drops = 0;
  while (!client.is_readable_within(10) && ++drops < 800) client.send("z");
  REQUIRE(drops < 800);
  CHECK(client.read_response().status == 408);
  CHECK(server.server->counters().requests == 0);
}

TEST_CASE("Silent connections are closed without a word", "[limits]") {
  ServerOptions options;
  options.limits.header_deadline = 150ms;
  options.limits.idle_deadline = 150ms;
  RunningServer server(options);
  RawClient silent(server.port());
  CHECK(silent.is_closed());
  RawClient idle(server.port());
  idle.send(get("/"));
  CHECK(idle.read_response().status == 200);
  CHECK(idle.is_closed());
}

TEST_CASE("An idle connection ends with the lifetime of connections", "[limits]") {
  ServerOptions options;
  options.limits.connection_lifetime = 300ms;
  RunningServer server(options);
  RawClient client(server.port());
  client.send(get("/"));
  CHECK(client.read_response().status == 200);
  CHECK(client.is_closed());
}

TEST_CASE("A client that does not read its answer is cut", "[limits]") {
  static const std::string asset(64'000'000, 'a');
  ServerOptions options;
  options.limits.write_deadline = 150ms;
  RunningServer server(options);
  server.application.on_request = [](Request, Reply reply) {
    Response response;
    response.static_body = asset;
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(get("/"));
  wait_until([&] { return server.server->counters().requests == 1; });
  wait_until([&] { return server.server->counters().connections_open == 0; });
}

TEST_CASE("Accepting goes on after the process ran out of descriptors", "[limits]") {
  RunningServer server;
  CHECK(status_of(server.port(), get("/")) == 200);
  wait_until([&] { return server.server->counters().connections_open == 0; });
  const int free_descriptor = ::dup(0);
  REQUIRE(free_descriptor > 0);
  ::close(free_descriptor);
  rlimit usual{};
  ::getrlimit(RLIMIT_NOFILE, &usual);
  const rlimit one_left{static_cast<rlim_t>(free_descriptor) + 1, usual.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &one_left);
  RawClient client(server.port());  // takes the last one
  wait_until([&] { return server.server->counters().accept_errors > 0; });
  ::setrlimit(RLIMIT_NOFILE, &usual);
  client.send(get("/"));
  CHECK(client.read_response().status == 200);
  CHECK_FALSE(server.log().empty());
}
