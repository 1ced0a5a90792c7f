// Whom a proxy may name, without a socket.
#include "web/server/forwarded.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea::web;

TEST_CASE("The last address that is no trusted proxy is the client", "[forwarded]") {
  const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
  Headers chain{{"x-forwarded-for", "203.0.113.9, 198.51.100.7"}, {"x-forwarded-for", "10.0.0.2"}};
  CHECK(identify_client("10.0.0.1", trusted, chain).address == "198.51.100.7");
  Headers only_proxies{{"x-forwarded-for", "10.0.0.2"}};
  CHECK(identify_client("10.0.0.1", trusted, only_proxies).address == "10.0.0.2");
  Headers nonsense{{"x-forwarded-for", "198.51.100.7, <script>"}, {"x-forwarded-proto", "https, http"}};
  const auto client = identify_client("10.0.0.1", trusted, nonsense);
  CHECK(client.address == "10.0.0.1");
  CHECK_FALSE(client.secure);
  Headers secure{{"x-forwarded-proto", "https"}};
  CHECK(identify_client("10.0.0.1", trusted, secure).secure);
}

TEST_CASE("A peer that is not trusted names nobody", "[forwarded]") {
  Headers headers{{"x-forwarded-for", "198.51.100.7"}, {"x-forwarded-proto", "https"}, {"accept", "*/*"}};
  const auto client = identify_client("192.0.2.1", {"10.0.0.1"}, headers);
  CHECK(client.address == "192.0.2.1");
  CHECK_FALSE(client.secure);
  CHECK(headers == Headers{{"accept", "*/*"}});
}

TEST_CASE("Addresses have one form", "[forwarded]") {
  CHECK(normal_address("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(normal_address("0:0:0:0:0:0:0:1") == "::1");
  CHECK(normal_address("192.0.2.300").empty());
}
