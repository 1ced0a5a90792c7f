// Answers are sent smaller to whoever takes it, and are the same once read.
#include "web/routes/compress.hpp"

#include <zlib.h>

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

std::string unzipped(std::string zipped) {
  z_stream stream{};
  std::string text(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(zipped.data());
  stream.avail_in = static_cast<uInt>(zipped.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

const std::string text = [] {
  std::string made;
  for (int line = 0; line < 200; ++line) made += "約束 " + std::to_string(line) + "\n";
  return made;
}();

Response asked(const std::string& accepts, Response response, const std::string& path = "/ja/register") {
  Request request;
  request.method = "GET";
  request.path = path;
  if (!accepts.empty()) request.headers = {{"accept-encoding", accepts}};
  return compressed(request, std::move(response));
}

const Headers html{{"content-type", "text/html; charset=utf-8"}, {"vary", "accept-language"}};

}  // namespace

TEST_CASE("Whoever takes gzip gets it, and reads the same") {
  const Response response = asked("br, gzip;q=0.5", {200, html, text, {}});
  CHECK(header(response, "content-encoding") == "gzip");
  CHECK(header(response, "vary") == "accept-language, accept-encoding");
  CHECK(response.body.size() < text.size() / 3);
  CHECK(unzipped(response.body) == text);
  for (const char* type :
       {"application/json", "application/problem+json", "application/atom+xml", "text/csv"})
    CHECK(header(asked("gzip", {200, {{"content-type", type}}, text, {}}), "content-encoding") == "gzip");
}

TEST_CASE("Whoever does not, gets it as it is, and caches are told that there is another form") {
  for (const char* accepts : {"", "br", "gzip;q=0"}) {
    const Response response = asked(accepts, {200, html, text, {}});
    CHECK(response.body == text);
    CHECK(header(response, "content-encoding").empty());
    CHECK(header(response, "vary") == "accept-language, accept-encoding");
  }
}

TEST_CASE("What is small, no text, compressed already or secret stays as it is") {
  CHECK(asked("gzip", {200, html, "short", {}}).body == "short");
  CHECK(asked("gzip", {200, {{"content-type", "image/png"}}, text, {}}).body == text);
  CHECK(asked("gzip", {200, {{"content-type", "text/css"}, {"content-encoding", "br"}}, text, {}}).body ==
        text);
  CHECK(asked("gzip", {200, {{"content-type", "application/json"}}, text, {}}, "/api/v1/session").body ==
        text);
}

}  // namespace yellowsea::web
