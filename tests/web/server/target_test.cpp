// Percent-decoding and query parsing, without a socket.
#include "web/server/target.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea::web;

TEST_CASE("Paths and queries are decoded", "[target]") {
  const auto target = parse_target("/register/caf%C3%A9/+?q=a+b%2Bc&empty=&flag&&q=%E9%9D%92%E5%B3%B6");
  REQUIRE(target);
  CHECK(target->path == "/register/café/+");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(target->query == Pairs{{"q", "a b+c"}, {"empty", ""}, {"flag", ""}, {"q", "青島"}});
  CHECK(parse_target("/")->path == "/");
  CHECK(parse_target("/a/")->path == "/a/");
  CHECK(parse_target("/?")->query.empty());
}

TEST_CASE("Targets that could be read in two ways are refused", "[target]") {
  const auto target =
      GENERATE(as<std::string>{}, "", "*", "a", "http://host/", "/%", "/%4", "/%zz", "/%00", "/a%0a",
               "/a/../b", "/a/%2e%2E/b", "/.", "/a/./b", "/a%2fb", "/a%5cb", "/a\\b", "/a b", "/\xe9", "/%e9",
               "/a#b", "/?a=%", "/?%00=1", "/?a=%ff", "/?a=\x7f", "/?a=<b>");
  CAPTURE(target);
  const auto parsed = parse_target(target);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().status == 400);
  CHECK_FALSE(parsed.error().detail.empty());
}
