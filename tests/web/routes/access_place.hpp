// The API over a database of its own, with people and a clock that stands still: requests in, answers out, no
// network.
#pragma once

#include <future>

#include "engine/service/record.hpp"
#include "tests/engine/service/people_place.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// Gardeners sign notes, for which the password is asked again; keepers administer; owners are given by two.
inline std::shared_ptr<const Pack> access_pack() {
  const auto pack = Pack::from_files(
      {{"workflows/note.json",
        R"({"format": "yellowsea.workflow/1", "id": "note", "path": "notes", "version": 1,
            "events": {"open": {"by": [{"roles": ["gardener", "owner"]}]},
                       "write": {"by": [{"roles": ["gardener", "owner"]}]},
                       "sign": {"by": [{"roles": ["gardener"]}],
                                "data": {"type": "object", "properties": {}, "x-confirm": "password"}}},
            "machine": {"id": "note", "initial": "blank",
              "states": {"blank": {"on": {"write": {}, "sign": "signed"}}, "signed": {}}}})"},
       {"config/roles.json",
        R"([{"id": "gardener", "organisations": "garden", "writes": true},
            {"id": "owner", "organisations": "garden", "writes": true, "strict": true, "two_persons": true},
            {"id": "watcher", "organisations": "shed", "writes": false, "reads_audit": true},
            {"id": "keeper", "organisations": "shed", "writes": false, "strict": true, "administers": true,
             "two_persons": true}])"},
       {"config/organisations.json",
        R"([{"id": "north-garden", "kind": "garden", "names": {"en": "Northern Garden", "ja": "北の大きな庭園協会"}},
            {"id": "toolshed", "kind": "shed"}])"}});
  if (!pack) throw std::runtime_error(pack.error().detail);
  return *pack;
}

// Somebody at a browser: keeps the cookie and the CSRF token that the server gives.
struct Browser {
  std::string cookie{};
  std::string csrf{};
  std::string bearer{};
  std::string remote = "192.0.2.7";
};

struct Answer {
  int status = 0;
  Json json;
  std::string rule() const { return json.is_object() ? json.value("rule", std::string()) : ""; }
};

class Streams final : public LiveConnection {
 public:
  void send(std::shared_ptr<const std::string>) override { ++sent; }
  void close(int code) override { closed = code; }
  std::atomic<int> closed = 0;
  std::atomic<int> sent = 0;
};

// How often somebody asks is another test's business.
inline ApiOptions without_hurry() {
  ApiOptions options;
  for (Rate& rate : options.rates.of) rate = Rate{1000, 1000};
  return options;
}

struct AccessPlace : PeoplePlace {
  explicit AccessPlace(bool second_factor = false) {
    pack = access_pack();
    options.second_factor = second_factor;
    if (const auto ready = writer.prepare(); !ready) throw std::runtime_error(ready.error().detail);
    writer.start();
  }

  std::shared_ptr<const Pack> its_pack = access_pack();
  People its_people{*its_pack, clock};
  Definitions definitions = load();
  std::unique_ptr<store::Session> reader = std::move(*store->reader());
  PasswordWorker passwords;
  LoginThrottle throttle;
  LiveHub live{*reader, *its_pack, definitions, clock};
  Writer writer{*store, *its_pack, definitions, clock, [](const std::vector<Recorded>&) {}};
  ApiOptions options = without_hurry();

  std::vector<ExtraRoute> extra{};                // before the first request
  std::unique_ptr<store::Session> long_reader{};  // before the first request; long reads have no thread else

  Answer ask(Browser& browser, const std::string& method, const std::string& path,
             const Json& body = nullptr) {
    const Response response = send(browser, method, path, body).get();
    Answer answer{response.status, Json::parse(response.body, nullptr, false)};
    for (const auto& [name, value] : response.headers) {
      if (name == "set-cookie") browser.cookie = value.substr(0, value.find(';'));
    }
    if (answer.json.is_object() && answer.json.contains("csrf_token"))
      browser.csrf = answer.json.at("csrf_token").get<std::string>();
    return answer;
  }

  // The same without waiting; what follows '?' in the path is one parameter.
  std::future<Response> send(const Browser& browser, const std::string& method, const std::string& path,
                             const Json& body = nullptr) {
    if (!api) {
      api = std::make_unique<Api>(ApiParts{*its_pack, definitions, *reader, writer, its_people, passwords,
                                           throttle, live, clock, options},
                                  extra, std::vector<ExtraWrite>{}, std::move(long_reader));
    }
    Request request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    if (const auto mark = path.find('?'); mark != std::string::npos) {
      const auto equals = path.find('=', mark);
      request.query = {{path.substr(mark + 1, equals - mark - 1), path.substr(equals + 1)}};
    }
    request.remote = browser.remote;
    request.headers = {{"host", "here"}, {"origin", "http://here"}, {"user-agent", "a test"}};
    if (!body.is_null()) {
      request.headers.emplace_back("content-type", "application/json");
      request.body = to_text(body);
    }
    if (!browser.cookie.empty()) {
      request.headers.emplace_back("cookie", browser.cookie);
      request.headers.emplace_back("x-csrf-token", browser.csrf);
    }
    if (!browser.bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + browser.bearer);
    auto promise = std::make_shared<std::promise<Response>>();
    auto answered = promise->get_future();
    api->handle(std::move(request),
                [promise](Response response) { promise->set_value(std::move(response)); });
    return answered;
  }

  Browser browser_of(const std::string& user) {
    Browser browser;
    const Answer answer = ask(browser, "POST", "/api/v1/session", {{"user", user}, {"password", kPassword}});
    if (answer.status != 200) throw std::runtime_error("cannot sign in: " + to_text(answer.json));
    return browser;
  }

  std::unique_ptr<Api> api;

 private:
  Definitions load() {
    auto& session = store->writer();
    if (const auto begun = session.begin(); !begun) throw std::runtime_error(begun.error().detail);
    auto loaded = Definitions::load(session, *its_pack, clock.now(), true);
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    for (const auto& [user, roles] : {std::pair{"ann", Roles{{"gardener", "north-garden"}}},
                                      std::pair{"kim", Roles{{"keeper", "toolshed"}}},
                                      std::pair{"wes", Roles{{"watcher", "toolshed"}}}}) {
      if (!its_people.add_person(session, user, user, password(), roles))
        throw std::runtime_error("cannot add a person");
    }
    if (const auto committed = session.commit(); !committed)
      throw std::runtime_error(committed.error().detail);
    return std::move(*loaded);
  }
};

}  // namespace yellowsea::web
