// What runs out and what is too much: live streams of a session, passwords that wait, files of a person.
#include <catch2/catch.hpp>
#include <deque>
#include <thread>

#include "tests/web/routes/access_place.hpp"

namespace yellowsea::web {
namespace {

// An upload on its way: its head is taken, its body may come.
struct Upload {
  Request request;
  BodyPlan plan;
};

Upload begin_upload(const AccessPlace& place, const Browser& browser, const std::string& name) {
  Upload upload;
  upload.request.method = "POST";
  upload.request.path = "/api/v1/attachments";
  upload.request.query = {{"name", name}};
  upload.request.headers = {{"host", "here"},
                            {"origin", "http://here"},
                            {"cookie", browser.cookie},
                            {"x-csrf-token", browser.csrf}};
  upload.plan = place.api->plan_body(upload.request);
  return upload;
}

int refusal_of(const Upload& upload) { return upload.plan.refusal ? upload.plan.refusal->status : 0; }

int finish(const AccessPlace& place, Upload upload, const std::string& bytes) {
  if (upload.plan.refusal) return upload.plan.refusal->status;
  REQUIRE(upload.plan.sink->take(bytes));
  upload.request.upload = std::move(upload.plan.sink);
  std::promise<int> status;
  place.api->handle(std::move(upload.request),
                    [&](const Response& response) { status.set_value(response.status); });
  return status.get_future().get();
}

}  // namespace

TEST_CASE(
    "a live stream ends with the session or token that it was opened by, also when that merely runs out") {
  AccessPlace place;
  Browser office = place.browser_of("ann");
  const std::string key = office.cookie.substr(office.cookie.find('=') + 1);
  const auto open = [&](const Caller& caller, const std::shared_ptr<Streams>& stream) {
    return place.live.open(caller, "127.0.0.1", stream);
  };
  const auto idle = std::make_shared<Streams>();
  const auto handler = open(*place.who(key), idle);
  handler->on_ping();
  place.clock.advance(std::chrono::minutes(30) - std::chrono::milliseconds(1));
  handler->on_ping();
  CHECK(idle->closed == 0);
  place.clock.advance(std::chrono::milliseconds(1));
  handler->on_ping();
  CHECK(idle->closed == 1008);
  handler->on_close();

  Browser again = place.browser_of("ann");
  const Answer made = place.ask(again, "POST", "/api/v1/tokens", {{"name", "map"}, {"days", 1}});
  REQUIRE(made.status == 201);
  const auto token = [&] {
    return People::caller_of_token(*place.reader, made.json.at("token").get<std::string>(),
                                   place.clock.now());
  };
  const auto ran_out = std::make_shared<Streams>();
  const auto revoked = std::make_shared<Streams>();
  const auto nobody = std::make_shared<Streams>();
  const auto of_token = open(*token(), ran_out);
  const auto of_nobody = open(Caller{}, nobody);
  place.clock.advance(std::chrono::hours(24) - std::chrono::milliseconds(1));
  of_token->on_ping();
  CHECK(ran_out->closed == 0);
  place.clock.advance(std::chrono::milliseconds(1));
  of_token->on_ping();
  of_nobody->on_ping();
  CHECK(ran_out->closed == 1008);
  CHECK(nobody->closed == 0);
  of_token->on_close();
  of_nobody->on_close();

  Browser third = place.browser_of("ann");
  const Answer other = place.ask(third, "POST", "/api/v1/tokens", {{"name", "feed"}});
  const auto of_other = open(
      *People::caller_of_token(*place.reader, other.json.at("token").get<std::string>(), place.clock.now()),
      revoked);
  CHECK(
      place.ask(third, "DELETE", "/api/v1/tokens/" + std::to_string(other.json.at("id").get<int>())).status ==
      204);
  CHECK(revoked->closed == 1008);
  of_other->on_close();
}

TEST_CASE("a session has three live streams at most, and another session has its own") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  Browser kim = place.browser_of("kim");
  std::vector<std::shared_ptr<LiveHandler>> open;
  const auto status = [&](const Browser& browser) {
    Request request;
    request.headers = {{"host", "here"}, {"origin", "http://here"}, {"cookie", browser.cookie}};
    Response refusal{101, {}, {}, {}};
    auto handler = place.api->open_live(request, std::make_shared<Streams>(), refusal);
    if (handler != nullptr) open.push_back(std::move(handler));
    return refusal.status;
  };
  for (std::size_t at = 0; at < LiveHub::kStreamsOfSession; ++at) CHECK(status(ann) == 101);
  CHECK(status(ann) == 429);
  CHECK(status(kim) == 101);
  open.front()->on_close();
  CHECK(status(ann) == 101);
  CHECK(status(ann) == 429);
  for (std::size_t at = 1; at < open.size(); ++at) open[at]->on_close();
}

TEST_CASE("streams that catch up do so in turn by address, and not before their turn") {
  AccessPlace place;
  Browser ann = place.browser_of("ann");
  for (int at = 0; at < 100; ++at)
    REQUIRE(place.ask(ann, "POST", "/api/v1/notes", Json::object()).status == 201);
  // A hub that has just begun knows of all of them.
  LiveHub hub(*place.reader, *place.its_pack, place.definitions, place.clock);
  std::deque<Turns::Task> posted;
  hub.take_turns_by([&](Turns::Task task) { posted.push_back(std::move(task)); });
  std::vector<std::shared_ptr<Streams>> streams;
  std::vector<std::shared_ptr<LiveHandler>> handlers;
  for (const char* address : {"192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"}) {
    streams.push_back(std::make_shared<Streams>());
    handlers.push_back(
        hub.open(*place.who(ann.cookie.substr(ann.cookie.find('=') + 1)), address, streams.back()));
  }
  for (const auto& handler : handlers) handler->on_message(R"({"subscribe": {}, "since": 0})");
  const auto sent = [&] {
    std::vector<int> counts;
    for (const auto& stream : streams) counts.push_back(stream->sent);
    return counts;
  };
  const auto turn = [&] {
    const Turns::Task task = std::move(posted.front());
    posted.pop_front();
    task();
    return sent();
  };
  CHECK(sent() == std::vector<int>{0, 0, 0, 0});
  CHECK(turn() == std::vector<int>{30, 0, 0, 0});
  CHECK(turn() == std::vector<int>{30, 0, 0, 30});
  CHECK(turn() == std::vector<int>{30, 30, 0, 30});
  // What is out makes room for the next; the one that waited before it goes first.
  handlers[0]->on_drained();
  CHECK(sent() == std::vector<int>{30, 30, 0, 30});
  CHECK(turn() == std::vector<int>{30, 30, 30, 30});
  CHECK(turn() == std::vector<int>{60, 30, 30, 30});
  CHECK(posted.empty());
  // Who has left has no turn.
  handlers[3]->on_drained();
  handlers[3]->on_close();
  handlers[3].reset();
  CHECK(turn() == std::vector<int>{60, 30, 30, 30});
  for (std::size_t at = 0; at < 3; ++at) handlers[at]->on_close();
}

TEST_CASE("while thirty-two passwords wait to be checked the next one is asked to come again") {
  AccessPlace place;
  std::promise<void> started;
  std::promise<void> go_on;
  auto going_on = go_on.get_future();
  REQUIRE(place.passwords.submit([&] {
    started.set_value();
    going_on.wait();
  }));
  started.get_future().wait();
  for (std::size_t at = 0; at < PasswordWorker::kQueue - 1; ++at) REQUIRE(place.passwords.submit([] {}));
  // One more has room, and the one after it not; a refused attempt does not count against the account.
  REQUIRE(place.passwords.submit([] {}));
  for (int attempt = 0; attempt < 6; ++attempt) {
    Browser browser;
    const Answer busy =
        place.ask(browser, "POST", "/api/v1/session", {{"user", "ann"}, {"password", "wrong"}});
    CHECK(busy.status == 503);
    CHECK(busy.rule() == "sign_in_busy");
  }
  go_on.set_value();
  std::promise<void> done;
  // Once what waits is done, there is room again.
  while (!place.passwords.submit([&] { done.set_value(); })) std::this_thread::yield();
  done.get_future().wait();
  CHECK(place.browser_of("ann").cookie.size() > 40);
}

TEST_CASE("files that nothing names fill a person's quota to the byte; another person has their own") {
  for (const std::size_t below : {1, 0}) {
    AccessPlace place;
    place.options.attachments.unused_bytes_of_person = 20;
    place.options.upload_folder = place.folder.string();
    const Browser ann = place.browser_of("ann");
    // One byte below the quota there is room for one more file, at it there is none.
    CHECK(finish(place, begin_upload(place, ann, "a.txt"), std::string(20 - below, 'a')) == 201);
    CHECK(finish(place, begin_upload(place, ann, "b.txt"), "bb") == (below == 1 ? 201 : 429));
    CHECK(finish(place, begin_upload(place, ann, "c.txt"), "c") == 429);
  }
}

TEST_CASE("a person uploads four files at the same time at most, all people together thirty-two") {
  AccessPlace place;
  place.options.upload_folder = place.folder.string();
  const Browser ann = place.browser_of("ann");
  std::vector<Upload> uploads;
  for (std::size_t at = 0; at < 4; ++at) {
    uploads.push_back(begin_upload(place, ann, "a.txt"));
    CHECK(refusal_of(uploads.back()) == 0);
    CHECK(uploads.back().plan.limit_bytes == AttachmentLimits().file_bytes);
  }
  CHECK(refusal_of(begin_upload(place, ann, "a.txt")) == 429);
  uploads.pop_back();  // the connection has ended
  CHECK(refusal_of(begin_upload(place, ann, "a.txt")) == 0);

  AccessPlace full;
  full.options.upload_folder = full.folder.string();
  full.options.attachments.uploads_at_once = 2;
  const Browser bob = full.browser_of("ann");
  uploads.clear();
  uploads.push_back(begin_upload(full, bob, "a.txt"));
  uploads.push_back(begin_upload(full, bob, "a.txt"));
  CHECK(refusal_of(uploads.back()) == 0);
  CHECK(refusal_of(begin_upload(full, bob, "a.txt")) == 429);
}

}  // namespace yellowsea::web
