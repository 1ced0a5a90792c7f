// What reads many rows has a thread of its own: everybody else is answered meanwhile.
#include "web/routes/long_reads.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "tests/web/routes/access_place.hpp"

namespace yellowsea::web {
namespace {

// A route that waits, on whatever thread it is asked, until it is let go. Where it holds up the test itself
// it gives up after a while, so that the test fails instead of standing still.
struct Slow {
  std::promise<void> gate;
  std::shared_future<void> open = gate.get_future().share();
  std::atomic<int> asked = 0;
  std::atomic<bool> gave_up = false;

  ExtraRoute::Answer answer() {
    return [this](const ApiParts&, StoreRepository&, const Call& call) -> std::optional<Response> {
      if (!call.request.path.starts_with("/api/v1/slow")) return std::nullopt;
      ++asked;
      if (!gave_up) gave_up = open.wait_for(std::chrono::seconds(10)) == std::future_status::timeout;
      if (gave_up) return std::nullopt;
      return Response{200, {}, "{}", {}};
    };
  }
};

struct LongPlace : AccessPlace {
  explicit LongPlace(ExtraRoute route) {
    extra.push_back(std::move(route));
    long_reader = std::move(*store->reader());
  }
};

void wait_until_asked(const Slow& slow, int times) {
  while (slow.asked < times) std::this_thread::yield();
}

bool is_answered(const std::future<Response>& answer) {
  return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

TEST_CASE("a path that reads many rows holds up nobody") {
  Slow slow;
  LongPlace place({slow.answer(), false, {"/api/v1/slow"}});
  Browser anybody;
  auto answer = place.send(anybody, "GET", "/api/v1/slow");
  wait_until_asked(slow, 1);
  CHECK(place.ask(anybody, "GET", "/healthz").status == 200);
  CHECK(place.ask(anybody, "GET", "/api/v1/notes").status == 200);
  CHECK_FALSE(is_answered(answer));
  slow.gate.set_value();
  CHECK(answer.get().status == 200);
}

TEST_CASE("a request about an earlier day is a long read where the route looks back") {
  Slow slow;
  LongPlace place({slow.answer(), true, {}});
  Browser anybody;
  auto answer = place.send(anybody, "GET", "/api/v1/slow?as_of=2012-11-26T00:00:00Z");
  wait_until_asked(slow, 1);
  // So is a list's, which waits its turn; a list of now does not.
  auto list = place.send(anybody, "GET", "/api/v1/notes?as_of=2012-11-26T00:00:00Z");
  CHECK(place.ask(anybody, "GET", "/api/v1/notes").status == 200);
  CHECK_FALSE(is_answered(list));
  slow.gate.set_value();
  CHECK(answer.get().status == 200);
  CHECK(list.get().status == 200);
  CHECK(place.ask(anybody, "GET", "/api/v1/slow?as_of=").status == 200);
  CHECK(place.ask(anybody, "GET", "/api/v1/nothing?as_of=2012-11-26T00:00:00Z").status == 404);
  CHECK(place.ask(anybody, "GET", "/api/v1/notes?as_of=yesterday").status == 400);
}

TEST_CASE("too many long reads are refused with the time to wait, and the others still come") {
  Slow slow;
  LongPlace place({slow.answer(), false, {"/api/v1/slow"}});
  Browser anybody;
  std::vector<std::future<Response>> waiting;
  waiting.push_back(place.send(anybody, "GET", "/api/v1/slow"));
  wait_until_asked(slow, 1);
  for (std::size_t i = 0; i < LongReads::kQueue; ++i)
    waiting.push_back(place.send(anybody, "GET", "/api/v1/slow"));
  const Response refused = place.send(anybody, "GET", "/api/v1/slow").get();
  CHECK(refused.status == 503);
  CHECK(std::count(refused.headers.begin(), refused.headers.end(),
                   std::pair<std::string, std::string>{"retry-after", "2"}) == 1);
  CHECK(place.ask(anybody, "GET", "/api/v1/notes").status == 200);
  slow.gate.set_value();
  for (auto& answer : waiting) CHECK(answer.get().status == 200);
}

TEST_CASE("a page's address with an earlier day in it is still that page") {
  Slow slow;
  LongPlace place({slow.answer(), true, {}});
  const Browser anybody;
  CHECK(place.send(anybody, "GET", "/en/?as_of=2012-11-26T00:00:00Z").get().status == 200);
  CHECK(place.send(anybody, "GET", "/nothing?as_of=2012-11-26T00:00:00Z").get().status == 404);
}

}  // namespace yellowsea::web
