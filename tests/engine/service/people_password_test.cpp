#include <catch2/catch.hpp>
#include <future>
#include <stdexcept>

#include "engine/service/common_passwords.hpp"
#include "engine/service/login_throttle.hpp"
#include "engine/service/password.hpp"
#include "engine/service/password_worker.hpp"

namespace yellowsea {

namespace {

std::string rule_of(const Result<void>& checked) { return checked ? "" : checked.error().fields.at(0).rule; }

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

const Instant kStart = *parse_instant("2026-03-02T09:00:00Z");

}  // namespace

TEST_CASE("a password is long enough, not the user's name, and not what is tried first") {
  CHECK(rule_of(check_password("ann", "eleven char")) == "password_too_short");
  CHECK(rule_of(check_password("ann", "twelve chars")) == "");
  CHECK(rule_of(check_password("ann", "長い合言葉を考えてください")) == "");
  CHECK(rule_of(check_password("ann", "長い合言葉を考えて")) == "password_too_short");
  CHECK(rule_of(check_password("ann", repeated("水を飲む", 32))) == "");
  CHECK(rule_of(check_password("ann", repeated("水を飲む", 32) + "x")) == "password_too_long");
  CHECK(rule_of(check_password("ann", "wet umbrellas \xC3\x28")) == "utf8");
  CHECK(rule_of(check_password("gardener", "the GARDENER walks")) == "password_has_user");
  for (const char* common :
       {"password2026!", "Administrator", "aaaaaaaaaaaaa", "abcdabcdabcd", "123456789012", "109876543210",
        "abcdefghijklm", "000000000000", "correct horse battery staple"}) {
    INFO(common);
    CHECK(rule_of(check_password("ann", common)) == "password_too_common");
  }
  CHECK(rule_of(check_password("ann", "Toolshed-2026", {"toolshed"})) == "password_too_common");
  CHECK(rule_of(check_password("ann", "Toolshed-2026", {"garden"})) == "");
}

TEST_CASE("the list of what is guessed first has more than three thousand entries, and the rules know it") {
  CHECK(common_passwords() >= 3000);
  CHECK(is_common_password("dragon"));
  CHECK_FALSE(is_common_password("dragonbal"));
  CHECK_FALSE(is_common_password(""));
  CHECK_FALSE(is_common_password("dragon monkey"));
  CHECK(rule_of(check_password("ann", "Butterfly2026!")) == "password_too_common");
  CHECK(rule_of(check_password("ann", "butterfly net of 2026")) == "");
}

TEST_CASE("a name that nobody has costs as much as one of either sort, always the same") {
  int strong = 0;
  for (int number = 0; number < 200; ++number) {
    const std::string user = "name" + std::to_string(number);
    CHECK(decoy_cost(user) == decoy_cost(user));
    strong += decoy_cost(user) == PasswordCost::strong ? 1 : 0;
  }
  CHECK(strong > 50);
  CHECK(strong < 150);
  CHECK_FALSE(verify_password(std::nullopt, "", PasswordCost::strong).right);
}

TEST_CASE("a hash is a PHC string of Argon2id, salted, and is made anew when the cost has changed") {
  const auto first = prepare_password("ann", "three wet umbrellas", PasswordCost::standard);
  const auto second = prepare_password("ann", "three wet umbrellas", PasswordCost::standard);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(first->phc() != second->phc());
  const auto same = verify_password(first->phc(), "three wet umbrellas", PasswordCost::standard);
  CHECK(same.right);
  CHECK_FALSE(same.better);
  const auto wrong = verify_password(first->phc(), "three wet umbrella", PasswordCost::strong);
  CHECK_FALSE(wrong.right);
  CHECK_FALSE(wrong.better);
  const auto better = verify_password(first->phc(), "three wet umbrellas", PasswordCost::strong);
  CHECK(better.right);
  REQUIRE(better.better);
  CHECK(better.better->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  CHECK(verify_password(better.better, "three wet umbrellas", PasswordCost::strong).right);
  CHECK_FALSE(verify_password(std::nullopt, "three wet umbrellas", PasswordCost::standard).right);
  CHECK_FALSE(verify_password(std::string("no hash"), "three wet umbrellas", PasswordCost::standard).right);
}

TEST_CASE("a refused password is not hashed") {
  const auto refused = prepare_password("ann", "short", PasswordCost::standard);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ProblemCode::invalid);
  CHECK(refused.error().fields.at(0).pointer == "/password");
}

TEST_CASE("the worker runs one job after the other and refuses what does not fit its queue") {
  std::promise<void> started;
  std::promise<void> go_on;
  std::promise<bool> verdict;
  std::vector<int> order;  // written on the worker's thread only
  {
    PasswordWorker worker(2);
    REQUIRE(worker.submit([&] {
      started.set_value();
      go_on.get_future().wait();
      order.push_back(1);
      throw std::runtime_error("a job that fails does not end the worker");
    }));
    started.get_future().wait();
    CHECK(worker.submit([&] { order.push_back(2); }));
    CHECK(worker.verify(std::nullopt, "whatever it is", PasswordCost::standard,
                        [&](const PasswordVerdict& one) { verdict.set_value(one.right); }));
    const auto refused = worker.submit([&] { order.push_back(3); });
    go_on.set_value();  // before anything can end the test: the worker waits for it
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ProblemCode::unavailable);
    CHECK(refused.error().arguments.at("retry_after") == 2);
    CHECK_FALSE(verdict.get_future().get());
  }
  CHECK(order == std::vector<int>{1, 2});
}

TEST_CASE("after five failures the next attempts wait 1, 2, 4 and at most 900 seconds") {
  LoginThrottle throttle;
  Instant now = kStart;
  for (int i = 0; i < 5; ++i) REQUIRE(throttle.admit("ann", now));
  std::vector<int> waits;
  for (int i = 0; i < 13; ++i) {
    const auto refused = throttle.admit("ann", now);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ProblemCode::too_many);
    const int wait = refused.error().arguments.at("retry_after").get<int>();
    waits.push_back(wait);
    CHECK_FALSE(throttle.admit("ann", now + std::chrono::seconds(wait) - std::chrono::milliseconds(1)));
    now += std::chrono::seconds(wait);
    REQUIRE(throttle.admit("ann", now));
  }
  CHECK(waits == std::vector<int>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900});
  CHECK(throttle.admit("bob", now));  // only the account that is attacked waits
  now += std::chrono::seconds(900);
  REQUIRE(throttle.admit("ann", now));
  throttle.succeeded("ann");
  for (int i = 0; i < 5; ++i) CHECK(throttle.admit("ann", now));
}

TEST_CASE("an attempt that could not be made does not count, and a day later all is forgotten") {
  LoginThrottle throttle;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(throttle.admit("ann", kStart));
    throttle.withdraw("ann");
  }
  for (int i = 0; i < 4; ++i) REQUIRE(throttle.admit("ann", kStart));
  REQUIRE(throttle.admit("ann", kStart));
  throttle.withdraw("ann");
  REQUIRE(throttle.admit("ann", kStart));
  CHECK_FALSE(throttle.admit("ann", kStart));
  const Instant tomorrow = kStart + std::chrono::hours(25);
  for (int i = 0; i < 5; ++i) CHECK(throttle.admit("ann", tomorrow));
}

TEST_CASE("made-up names neither fill the memory nor push out the account under attack") {
  LoginThrottle throttle(10);
  for (int i = 0; i < 5; ++i) REQUIRE(throttle.admit("ann", kStart));
  for (int i = 0; i < 100; ++i) CHECK(throttle.admit("name" + std::to_string(i), kStart));
  CHECK(throttle.size() == 10);
  CHECK_FALSE(throttle.admit("ann", kStart));
}

TEST_CASE("a clock that is set back locks nobody out for longer than the longest delay") {
  LoginThrottle throttle;
  for (int i = 0; i < 5; ++i) REQUIRE(throttle.admit("ann", kStart));
  const auto refused = throttle.admit("ann", kStart - std::chrono::hours(48));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().arguments.at("retry_after") == 900);
}

}  // namespace yellowsea
