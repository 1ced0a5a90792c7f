// What goes out before a body, without a socket.
#include "web/server/response_head.hpp"

#include <catch2/catch.hpp>

#include "engine/base/json.hpp"

using namespace yellowsea;
using namespace yellowsea::web;

TEST_CASE("Dates are written as HTTP wants them", "[http]") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(951782400) == "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST_CASE("The framing is the server's own", "[http]") {
  Response response;
  response.headers = {{"Content-Length", "999"},
                      {"Transfer-Encoding", "chunked"},
                      {"Set-Cookie", "a=1"},
                      {"Set-Cookie", "b=2"}};
  response.body = "four";
  const auto head = response_head(response, Delivery{}, 0);
  CHECK(head.find("999") == std::string::npos);
  CHECK(head.find("chunked") == std::string::npos);
  CHECK(head.find("\r\ncontent-length: 4\r\n") != std::string::npos);
  CHECK(head.find("\r\nconnection: close\r\n") != std::string::npos);
  CHECK(head.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n") != std::string::npos);
  CHECK(head.substr(0, 17) == "HTTP/1.1 200 OK\r\n");
}

TEST_CASE("Responses that would break the framing are not sendable", "[http]") {
  Response response;
  CHECK(is_sendable(response));
  response.headers = {{"location", "/a\r\nset-cookie: x=1"}};
  CHECK_FALSE(is_sendable(response));
  response.headers = {{"a b", "c"}};
  CHECK_FALSE(is_sendable(response));
  response.headers.clear();
  response.status = 101;
  CHECK_FALSE(is_sendable(response));
  response.status = 600;
  CHECK_FALSE(is_sendable(response));
}

TEST_CASE("A refusal becomes a problem document", "[http]") {
  const auto response = problem_response({413, "The \"body\" is too long."});
  const auto document = Json::parse(response.body);
  CHECK(document == Json{{"type", "about:blank"},
                         {"title", "Content Too Large"},
                         {"status", 413},
                         {"detail", "The \"body\" is too long."}});
  CHECK(response.headers.front().second == "application/problem+json");
}

TEST_CASE("Cookies are found by their whole name", "[http]") {
  Request request;
  request.headers = {{"cookie", "xsession=1; session=abc=; q=\"quoted\""}, {"cookie", "late=2"}};
  CHECK(request.cookie("session") == "abc=");
  CHECK(request.cookie("q") == "quoted");
  CHECK(request.cookie("late") == "2");
  CHECK_FALSE(request.cookie("sess"));
}
