// Stopping: what is in flight is finished, everything else is closed.
#include <catch2/catch.hpp>
#include <csignal>
#include <future>

#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;
using namespace std::chrono_literals;

namespace {

// Returns when the server has begun to stop: tasks run in the order in which they were posted.
void begin_stop(RunningServer& server) {
  std::promise<void> begun;
  server.server->stop();
  server.server->post([&] { begun.set_value(); });
  begun.get_future().get();
}

}  // namespace

TEST_CASE("The request in flight is finished, no other is taken", "[stop]") {
  std::promise<Reply> promise;
  RunningServer server;
  server.application.on_request = [&](Request, Reply reply) { promise.set_value(std::move(reply)); };
  RawClient client(server.port());
  client.send(get("/1") + get("/2"));
  const auto reply = promise.get_future().get();
  begin_stop(server);
  CHECK_THROWS(RawClient(server.port()));
  Response response;
  response.body = "finished";
  reply(std::move(response));
  const auto finished = client.read_response();
  CHECK(finished.body == "finished");
  CHECK(finished.header("connection") == "close");
  CHECK(client.is_closed());
  server.stop_and_wait();
  CHECK(server.server->counters().requests == 1);
}

TEST_CASE("A request whose body is still on its way is finished", "[stop]") {
  RunningServer server;
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_response().status == 100);
  begin_stop(server);
  client.send("body");
  const auto finished = client.read_response();
  CHECK(finished.body == "POST /||body");
  CHECK(finished.header("connection") == "close");
  server.stop_and_wait();
}

TEST_CASE("Idle connections are closed at once", "[stop]") {
  RunningServer server;
  RawClient client(server.port());
  client.send(get("/"));
  CHECK(client.read_response().status == 200);
  server.stop_and_wait();
  CHECK(client.is_closed());
}

TEST_CASE("A connection on which nothing has come does not hold up the stop", "[stop]") {
  ServerOptions options;
  options.limits.stop_deadline = 60s;
  options.limits.header_deadline = 60s;
  RunningServer server(options);
  RawClient silent(server.port());
  wait_until([&] { return server.server->counters().connections_accepted == 1; });
  server.stop_and_wait();
  CHECK(silent.is_closed());
}

TEST_CASE("A request that never ends holds up the stop until its deadline only", "[stop]") {
  ServerOptions options;
  options.limits.stop_deadline = 100ms;
  options.limits.handler_deadline = 60s;
  options.limits.header_deadline = 60s;
  std::promise<Reply> promise;
  RunningServer server(options);
  server.application.on_request = [&](Request, Reply reply) { promise.set_value(std::move(reply)); };
  RawClient handling(server.port());
  handling.send(get("/"));
  const auto reply = promise.get_future().get();
  RawClient reading(server.port());
  reading.send("GET / HT");
  wait_until([&] { return server.server->counters().connections_accepted == 2; });
  server.stop_and_wait();
  CHECK(handling.is_closed());
  CHECK(reading.is_closed());
}

TEST_CASE("SIGTERM and SIGINT stop the server", "[stop]") {
  const int signal = GENERATE(SIGTERM, SIGINT);
  RunningServer server;
  RawClient client(server.port());
  client.send(get("/"));
  CHECK(client.read_response().status == 200);  // it runs, so the signal is caught
  std::raise(signal);
  CHECK(client.is_closed());
  server.stop_and_wait();
}

TEST_CASE("A second signal ends what is in flight", "[stop]") {
  ServerOptions options;
  options.limits.stop_deadline = 60s;
  options.limits.handler_deadline = 60s;
  std::promise<Reply> promise;
  RunningServer server(options);
  server.application.on_request = [&](Request, Reply reply) { promise.set_value(std::move(reply)); };
  RawClient client(server.port());
  client.send(get("/"));
  const auto reply = promise.get_future().get();
  begin_stop(server);
  std::raise(SIGTERM);
  CHECK(client.is_closed());
  server.stop_and_wait();
}

TEST_CASE("Stopping before running ends the run", "[stop]") {
  ScriptedApplication application;
  ServerOptions options;
  options.port = 0;
  const auto server = Server::listen(options, application);
  REQUIRE(server);
  (*server)->stop();
  (*server)->run();
  CHECK((*server)->counters().connections_accepted == 0);
}

TEST_CASE("A server that never ran can be thrown away", "[stop]") {
  ScriptedApplication application;
  ServerOptions options;
  options.port = 0;
  const auto server = Server::listen(options, application);
  REQUIRE(server);
  (*server)->post([] { FAIL("must not run"); });
}
