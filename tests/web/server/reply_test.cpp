// When, how often and from where the application answers.
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <stdexcept>

#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;
using namespace std::chrono_literals;

namespace {

Response body(std::string text) {
  Response response;
  response.body = std::move(text);
  return response;
}

}  // namespace

TEST_CASE("A reply from another thread", "[reply]") {
  std::promise<Reply> promise;
  RunningServer server;
  server.application.on_request = [&](Request, Reply reply) { promise.set_value(std::move(reply)); };
  RawClient client(server.port());
  client.send(get("/"));
  promise.get_future().get()(body("from afar"));
  CHECK(client.read_response().body == "from afar");
}

TEST_CASE("The second reply is ignored", "[reply]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    const Reply copy = reply;
    reply(body("first " + request.path));
    copy(body("second " + request.path));
  };
  RawClient client(server.port());
  client.send(get("/a") + get("/b"));
  CHECK(client.read_response().body == "first /a");
  CHECK(client.read_response().body == "first /b");
}

TEST_CASE("A reply that is dropped becomes 500", "[reply]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    if (request.path != "/dropped") reply(body("fine"));
  };
  RawClient client(server.port());
  client.send(get("/dropped") + get("/next"));
  const auto dropped = client.read_response();
  CHECK(dropped.status == 500);
  CHECK(dropped.header("content-type") == "application/problem+json");
  CHECK(client.read_response().body == "fine");
}

TEST_CASE("A handler that throws becomes 500 and a line in the log", "[reply]") {
  RunningServer server;
  server.application.on_request = [](Request, Reply) { throw std::runtime_error("disk on fire"); };
  RawClient client(server.port());
  client.send(get("/"));
  const auto response = client.read_response();
  CHECK(response.status == 500);
  CHECK(response.body.find("disk on fire") == std::string::npos);
  REQUIRE(server.log().size() == 1);
  CHECK(server.log().front().find("disk on fire") != std::string::npos);
}

TEST_CASE("A late reply gets 503 and is not taken for the next one", "[reply]") {
  ServerOptions options;
  options.limits.handler_deadline = 100ms;
  std::promise<Reply> promise;
  RunningServer server(options);
  server.application.on_request = [&](Request request, Reply reply) {
    if (request.path == "/slow") {
      promise.set_value(std::move(reply));
    } else {
      reply(body("quick"));
    }
  };
  RawClient client(server.port());
  client.send(get("/slow"));
  const auto reply = promise.get_future().get();
  const auto late = client.read_response();
  CHECK(late.status == 503);
  CHECK(late.header("retry-after") == "1");
  CHECK(late.header("content-type") == "application/problem+json");
  reply(body("stale"));
  client.send(get("/quick"));
  CHECK(client.read_response().body == "quick");
}

TEST_CASE("A response with a line break in a header becomes 500", "[reply]") {
  RunningServer server;
  server.application.on_request = [](Request request, Reply reply) {
    auto response = body("");
    response.headers.emplace_back("location", request.query_value("to").value_or(""));
    reply(std::move(response));
  };
  RawClient client(server.port());
  client.send(get("/?to=%0d%0aset-cookie:+a=1"));
  const auto response = client.read_response();
  CHECK(response.status == 500);
  CHECK(response.headers.count("set-cookie") == 0);
  CHECK(response.headers.count("location") == 0);
}

TEST_CASE("A reply outlives its connection and its server", "[reply]") {
  std::promise<Reply> promise;
  Reply reply;
  {
    ServerOptions options;
    options.limits.stop_deadline = 50ms;
    RunningServer server(options);
    server.application.on_request = [&](Request, Reply later) { promise.set_value(std::move(later)); };
    RawClient client(server.port());
    client.send(get("/"));
    reply = promise.get_future().get();
  }
  reply(body("nobody is there"));
  reply = nullptr;
}

TEST_CASE("Tasks posted from any thread run on the I/O thread, and may fail", "[reply]") {
  RunningServer server;
  std::promise<std::thread::id> handler_thread;
  std::promise<std::thread::id> task_thread;
  server.application.on_request = [&](Request, Reply reply) {
    handler_thread.set_value(std::this_thread::get_id());
    reply(body("ok"));
  };
  server.server->post([] { throw std::runtime_error("a bad task"); });
  server.server->post([&] { task_thread.set_value(std::this_thread::get_id()); });
  RawClient client(server.port());
  client.send(get("/"));
  CHECK(client.read_response().body == "ok");
  CHECK(handler_thread.get_future().get() == task_thread.get_future().get());
  REQUIRE(server.log().size() == 1);
  CHECK(server.log().front().find("a bad task") != std::string::npos);
}
