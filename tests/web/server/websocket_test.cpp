// The live stream over real sockets.
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/web/server/raw_client.hpp"
#include "tests/web/server/running_server.hpp"

using namespace yellowsea;
using namespace yellowsea::web;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const std::string> text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

// What the handler of a test saw; outlives the server's session.
struct Seen {
  std::atomic<int> messages{0};
  std::atomic<int> closed{0};
  std::atomic<int> pings{0};
  std::shared_ptr<LiveConnection>
      connection;  // set on the I/O thread before the client's handshake is answered
};

class TestHandler : public LiveHandler {
 public:
  using OnMessage = std::function<void(LiveConnection&, std::string_view)>;
  TestHandler(std::shared_ptr<Seen> seen, OnMessage on_message)
      : seen_(std::move(seen)), on_message_(std::move(on_message)) {}
  void on_message(std::string_view message) override {
    ++seen_->messages;
    on_message_(*seen_->connection, message);
  }
  void on_close() override { ++seen_->closed; }
  void on_ping() override { ++seen_->pings; }

 private:
  std::shared_ptr<Seen> seen_;
  OnMessage on_message_;
};

std::shared_ptr<Seen> serve_live(RunningServer& server, TestHandler::OnMessage on_message) {
  auto seen = std::make_shared<Seen>();
  server.application.on_live = [seen, on_message](const Request&, std::shared_ptr<LiveConnection> connection,
                                                  Response&) {
    seen->connection = std::move(connection);
    return std::make_shared<TestHandler>(seen, on_message);
  };
  return seen;
}

const TestHandler::OnMessage echo = [](LiveConnection& connection, std::string_view message) {
  connection.send(text(std::string(message)));
};

}  // namespace

TEST_CASE("A WebSocket echoes, and is closed by the client", "[live]") {
  RunningServer server;
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  const auto accepted = client.upgrade();
  REQUIRE(accepted.status == 101);
  CHECK(accepted.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(accepted.header("x-content-type-options") == "nosniff");
  client.send_frame(1, "Qingdao 青島");
  const auto frame = client.read_frame();
  CHECK(frame.opcode == 1);
  CHECK(frame.payload == "Qingdao 青島");
  CHECK(server.server->counters().live_open == 1);
  client.send_frame(8, std::string("\x03\xe8", 2));
  CHECK(client.read_frame().close_code() == 1000);
  CHECK(client.is_closed());
  wait_until([&] { return seen->closed == 1; });
  // The connection object is still there for whoever kept it.
  seen->connection->send(text("nobody listens"));
  seen->connection->close(1000);
  wait_until([&] { return server.server->counters().live_open == 0; });
}

TEST_CASE("What is sent before the handshake arrives after it", "[live]") {
  RunningServer server;
  auto seen = std::make_shared<Seen>();
  server.application.on_live = [seen](const Request& request, std::shared_ptr<LiveConnection> connection,
                                      Response&) {
    connection->send(text("hello " + request.query_value("name").value_or("")));
    seen->connection = std::move(connection);
    return std::make_shared<TestHandler>(seen, echo);
  };
  RawClient client(server.port());
  REQUIRE(client.upgrade("/live?name=Busan").status == 101);
  CHECK(client.read_frame().payload == "hello Busan");
}

TEST_CASE("An upgrade can be refused, and the refusal is the application's", "[live]") {
  RunningServer server;
  RawClient plain(server.port());
  CHECK(plain.upgrade().status == 403);
  server.application.on_live = [](const Request&, std::shared_ptr<LiveConnection> connection,
                                  Response& refusal) {
    connection->send(text("never"));
    refusal = Response{};
    refusal.status = 401;
    refusal.body = "sign in";
    return nullptr;
  };
  RawClient client(server.port());
  const auto refused = client.upgrade();
  CHECK(refused.status == 401);
  CHECK(refused.body == "sign in");
  CHECK(client.is_closed());
  server.application.on_live = [](const Request&, std::shared_ptr<LiveConnection>,
                                  Response&) -> std::shared_ptr<LiveHandler> {
    throw std::runtime_error("no");
  };
  RawClient unlucky(server.port());
  CHECK(unlucky.upgrade().status == 500);
}

TEST_CASE("Handshakes that are not right are refused before the application is asked", "[live]") {
  RunningServer server;
  std::atomic<int> asked{0};
  server.application.on_live = [&](const Request&, std::shared_ptr<LiveConnection>, Response&) {
    ++asked;
    return nullptr;
  };
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const auto answer = [&](const std::string& headers) {
    RawClient client(server.port());
    client.send(get("/live", headers));
    return client.read_response();
  };
  CHECK(answer("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n").status == 400);
  CHECK(answer("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + key).status == 400);
  const auto old = answer("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n" + key);
  CHECK(old.status == 426);
  CHECK(old.header("sec-websocket-version") == "13");
  CHECK(asked == 0);
  // Without the wish to upgrade it is a request like any other, and so is the wish elsewhere.
  CHECK(answer("").body == "GET /live||");
  RawClient elsewhere(server.port());
  CHECK(elsewhere.upgrade("/other").body == "GET /other||");
}

TEST_CASE("Messages in the queue", "[live]") {
  ServerOptions options;
  options.limits.live_queue_messages = 4;
  RunningServer server(options);
  const auto seen = serve_live(server, [](LiveConnection& connection, std::string_view count) {
    for (int i = 0; i < std::stoi(std::string(count)); ++i) connection.send(text(std::to_string(i)));
  });
  RawClient client(server.port());
  client.upgrade();
  for (const int count : {3, 4, 4}) {  // the queue is empty again once they have been read
    client.send_frame(1, std::to_string(count));
    for (int i = 0; i < count; ++i) CHECK(client.read_frame().payload == std::to_string(i));
    client.send_frame(9, "in order");  // answered after the last write is over
    CHECK(client.read_frame().opcode == 10);
  }
  client.send_frame(1, "5");
  CHECK(client.read_frame().close_code() == 1013);
}

TEST_CASE("Bytes in the queue", "[live]") {
  ServerOptions options;
  options.limits.live_queue_bytes = 10;
  RunningServer server(options);
  const auto seen = serve_live(server, [](LiveConnection& connection, std::string_view second) {
    connection.send(text("12345"));
    connection.send(text(std::string(second)));
  });
  const auto second_answer = [&](const std::string& second) {
    RawClient client(server.port());
    client.upgrade();
    client.send_frame(1, second);
    const auto first = client.read_frame();
    return first.opcode == 8 ? first : client.read_frame();
  };
  CHECK(second_answer("1234").payload == "1234");
  CHECK(second_answer("12345").payload == "12345");
  CHECK(second_answer("123456").close_code() == 1013);
}

TEST_CASE("A client that does not read is dropped, and nobody waits for it", "[live]") {
  ServerOptions options;
  options.limits.write_deadline = 150ms;
  options.limits.live_queue_bytes = 64'000'000;
  RunningServer server(options);
  const auto seen = serve_live(server, [](LiveConnection& connection, std::string_view) {
    connection.send(text(std::string(32'000'000, 'x')));
  });
  RawClient client(server.port());
  client.upgrade();
  client.send_frame(1, "go");
  wait_until([&] { return seen->closed == 1; });
  wait_until([&] { return server.server->counters().connections_open == 0; });
}

TEST_CASE("Bytes of a message from the client", "[live]") {
  ServerOptions options;
  options.limits.live_in_bytes = 200;
  RunningServer server(options);
  const auto seen = serve_live(server, echo);
  {
    RawClient client(server.port());
    client.upgrade();
    for (const std::size_t size : {199U, 200U}) {
      client.send_frame(1, std::string(size, 'm'));
      CHECK(client.read_frame().payload.size() == size);
    }
    client.send_frame(1, std::string(201, 'm'));
    CHECK(client.read_frame().close_code() == 1009);
  }
  wait_until([&] { return seen->closed == 1; });
  CHECK(seen->messages == 2);
}

TEST_CASE("Only text is taken", "[live]") {
  RunningServer server;
  const auto seen = serve_live(server, echo);
  RawClient binary(server.port());
  binary.upgrade();
  binary.send_frame(2, "data");
  CHECK(binary.read_frame().close_code() == 1003);
  RawClient garbled(server.port());
  garbled.upgrade();
  garbled.send_frame(1, "\xff\xfe");
  CHECK(garbled.read_frame().close_code() == 1007);
  CHECK(seen->messages == 0);
}

TEST_CASE("A handler that throws closes its client with 1011", "[live]") {
  RunningServer server;
  const auto seen =
      serve_live(server, [](LiveConnection&, std::string_view) { throw std::runtime_error("broken"); });
  RawClient client(server.port());
  client.upgrade();
  client.send_frame(1, "x");
  CHECK(client.read_frame().close_code() == 1011);
  REQUIRE(server.log().size() == 1);
  CHECK(server.log().front().find("broken") != std::string::npos);
}

TEST_CASE("Everything sent before a close arrives before it, nothing sent after", "[live]") {
  RunningServer server;
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  client.upgrade();
  std::thread other([&] {
    seen->connection->send(text("first"));
    seen->connection->send(text("second"));
    seen->connection->close(4001);
    seen->connection->send(text("too late"));
    seen->connection->close(4002);
  });
  other.join();
  CHECK(client.read_frame().payload == "first");
  CHECK(client.read_frame().payload == "second");
  CHECK(client.read_frame().close_code() == 4001);
  client.send_frame(8, std::string("\x0f\xa1", 2));
  client.shutdown_send();
  CHECK(client.is_closed());
  wait_until([&] { return seen->closed == 1; });
}

TEST_CASE("Many threads may send at once", "[live]") {
  constexpr int threads = 4;
  constexpr int each = 250;
  ServerOptions options;
  options.limits.live_queue_messages = threads * each;
  RunningServer server(options);
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  client.upgrade();
  std::vector<std::thread> senders;
  for (int t = 0; t < threads; ++t) {
    senders.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) seen->connection->send(text(std::to_string(t * each + i)));
    });
  }
  std::set<int> received;
  std::array<int, threads> last{-1, -1, -1, -1};
  bool in_order = true;
  for (int i = 0; i < threads * each; ++i) {
    const int number = std::stoi(client.read_frame().payload);
    received.insert(number);
    auto& before = last.at(static_cast<std::size_t>(number / each));
    in_order = in_order && number % each > before;
    before = number % each;
  }
  for (auto& sender : senders) sender.join();
  CHECK(received.size() == threads * each);
  CHECK(in_order);
}

TEST_CASE("A silent client is pinged and then dropped", "[live]") {
  ServerOptions options;
  options.limits.live_ping = 40ms;
  options.limits.live_drop = 150ms;
  RunningServer server(options);
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  client.upgrade();
  int pings = 0;
  while (const auto frame = client.read_frame_or_end()) {
    CHECK(frame->opcode == 9);
    ++pings;
  }
  CHECK(pings > 0);
  CHECK(seen->pings >= pings);
  wait_until([&] { return seen->closed == 1; });
}

TEST_CASE("A client that answers pings stays", "[live]") {
  ServerOptions options;
  options.limits.live_ping = 50ms;
  options.limits.live_drop = 1000ms;
  RunningServer server(options);
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  client.upgrade();
  for (int i = 0; i < 25; ++i) {  // longer, all in all, than a silent client may stay
    const auto ping = client.read_frame();
    REQUIRE(ping.opcode == 9);
    client.send_frame(10, ping.payload);
  }
  client.send_frame(1, "still here");
  auto frame = client.read_frame();
  while (frame.opcode == 9) frame = client.read_frame();
  CHECK(frame.payload == "still here");
}

TEST_CASE("Live clients are told that the server stops", "[live]") {
  RunningServer server;
  const auto seen = serve_live(server, echo);
  RawClient client(server.port());
  client.upgrade();
  client.send_frame(1, "ready");
  CHECK(client.read_frame().payload == "ready");
  server.server->stop();
  CHECK(client.read_frame().close_code() == 1001);
  client.send_frame(8, std::string("\x03\xe9", 2));
  client.shutdown_send();
  server.stop_and_wait();
  CHECK(seen->closed == 1);
}

TEST_CASE("A live client that never says goodbye does not hold up the stop", "[live]") {
  std::shared_ptr<Seen> seen;
  {
    ServerOptions options;
    options.limits.stop_deadline = 100ms;
    RunningServer server(options);
    seen = serve_live(server, echo);
    RawClient client(server.port());
    client.upgrade();
    server.stop_and_wait();
    CHECK(seen->closed == 1);
  }
  seen->connection->send(text("the server is gone"));
  seen->connection->close(1000);
}
