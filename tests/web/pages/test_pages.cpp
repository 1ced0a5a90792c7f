#include <catch2/catch.hpp>
#include <string>

#include "web/pages/assets.hpp"
#include "web/pages/pages.hpp"

namespace yellowsea::web {
namespace {

Request get(std::string path, Headers headers = {}) {
  Request request;
  request.method = "GET";
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

Response serve(std::string path, Headers headers = {}) {
  const std::optional<Response> response = serve_page(get(path, std::move(headers)));
  REQUIRE(response);
  return *response;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("The preferred language is the one that weighs most", "[pages]") {
  CHECK(preferred_language("") == "en");
  CHECK(preferred_language("fr-FR, de") == "en");
  CHECK(preferred_language("ja") == "ja");
  CHECK(preferred_language("zh-Hant-TW,zh;q=0.9,en;q=0.8") == "zh");
  CHECK(preferred_language("en;q=0.5, ko-KR;q=0.7, ja;q=0.6") == "ko");
  CHECK(preferred_language("JA-jp, en;q=0.1") == "ja");
  CHECK(preferred_language("ja;q=0, en;q=0.1") == "en");
  CHECK(preferred_language("ja;q=nonsense, ko;q=0.1") == "ko");
  CHECK(preferred_language("jam") == "en");
}

TEST_CASE("The root leads to the start page in the browser's language", "[pages]") {
  const Response response = serve("/", {{"accept-language", "ja,en;q=0.5"}});
  CHECK(response.status == 302);
  CHECK(header(response, "location") == "/ja/");
  CHECK(contains(header(response, "vary"), "accept-language"));
  CHECK(header(serve("/ko"), "location") == "/ko/");
}

TEST_CASE("A shell says its language and carries the policy", "[pages]") {
  const std::string language = GENERATE("en", "ja", "zh", "ko");
  const std::string path = GENERATE(
      "/", "/sign-in", "/board", "/dashboard", "/coverage", "/report", "/register", "/register/KKQ-01.dalian",
      "/action-plans", "/action-plans/KKQ-01.dalian", "/action-plans/KKQ-01.dalian/propose", "/rounds/new");
  const Response response = serve("/" + language + path);
  CHECK(response.status == 200);
  CHECK(header(response, "content-type") == "text/html; charset=utf-8");
  CHECK(header(response, "content-security-policy") == content_security_policy());
  CHECK(contains(response.static_body, "<html lang=\"" + language + "\""));
  CHECK(contains(response.static_body, "<noscript>"));
  // The policy forbids them, so that such a page would be dead.
  CHECK_FALSE(contains(response.static_body, "<style"));
  CHECK_FALSE(contains(response.static_body, "<script>"));
  CHECK_FALSE(contains(response.static_body, " style="));
}

TEST_CASE("Different forms of address lead to different shells", "[pages]") {
  const std::string list = header(serve("/en/rounds"), "etag");
  const std::string item = header(serve("/en/rounds/2010"), "etag");
  const std::string opening = header(serve("/en/rounds/new"), "etag");
  const std::string event = header(serve("/en/rounds/2010/edit"), "etag");
  CHECK(list != item);
  CHECK(item != opening);
  CHECK(item != event);
  CHECK(header(serve("/en/problem-reports"), "etag") == list);
}

TEST_CASE("The register answers without a language too", "[pages]") {
  const Response japanese = serve("/register", {{"accept-language", "ja"}});
  CHECK(japanese.status == 200);
  CHECK(contains(japanese.static_body, "<html lang=\"ja\""));
  CHECK(contains(header(japanese, "vary"), "accept-language"));
  CHECK(contains(serve("/register/KKQ-01.dalian").static_body, "<html lang=\"en\""));
}

TEST_CASE("What is no page is left to others", "[pages]") {
  for (const std::string path :
       {"/api/v1/meta", "/live", "/healthz", "/openapi.json", "/data/register.csv", "/fr/", "/en/a/b/c/d",
        "/en//", "/en/rounds//edit", "/en/_list", "/en/board/x", "/register/a/b", "/assets/none.js",
        "/assets/", "/shells/en/board.html"}) {
    INFO(path);
    CHECK_FALSE(serve_page(get(path)));
  }
}

TEST_CASE("A page that is hidden is an address like any other, free for a kind", "[pages]") {
  const PagesHere hidden{{"register", "coverage"}, {}};
  const std::string list = header(serve("/en/rounds"), "etag");
  const std::string item = header(serve("/en/rounds/2010"), "etag");
  CHECK(header(*serve_page(get("/en/register"), hidden), "etag") == list);
  CHECK(header(*serve_page(get("/en/register/x"), hidden), "etag") == item);
  CHECK(header(*serve_page(get("/en/coverage"), hidden), "etag") == list);
  CHECK(header(*serve_page(get("/en/board"), hidden), "etag") == header(serve("/en/board"), "etag"));
  CHECK_FALSE(serve_page(get("/register"), hidden));
  CHECK_FALSE(serve_page(get("/register/x"), hidden));
}

TEST_CASE("The page of a kind that there is not is not found, whatever is asked of it", "[pages]") {
  const PagesHere here{{"coverage"}, [](const std::string& path) { return path == "rounds"; }};
  const auto status = [&](const std::string& path, Headers headers = {}) {
    return serve_page(get(path, std::move(headers)), here)->status;
  };
  for (const std::string path :
       {"/en/", "/en/rounds", "/en/rounds/2010", "/en/rounds/new", "/en/board", "/register"})
    CHECK(status(path) == 200);
  for (const std::string path :
       {"/en/round", "/en/rounds~", "/ja/backup.zip", "/en/x/y", "/en/x/new", "/en/x/y/z", "/en/coverage"}) {
    INFO(path);
    CHECK(status(path) == 404);
    const Response missing = *serve_page(get(path), here);
    CHECK(contains(missing.static_body, "<!doctype html>"));
    CHECK(header(missing, "etag").empty());
    CHECK(header(missing, "content-security-policy") == content_security_policy());
  }
  CHECK(status("/en/round", {{"if-none-match", header(serve("/en/round"), "etag")}}) == 404);
}

TEST_CASE("A page is only read", "[pages]") {
  Request request = get("/en/board");
  request.method = "POST";
  const std::optional<Response> response = serve_page(request);
  REQUIRE(response);
  CHECK(response->status == 405);
  CHECK(header(*response, "allow") == "GET, HEAD");
}

TEST_CASE("Every file that a shell names is there and may be kept for ever", "[pages]") {
  std::size_t named = 0;
  for (const Asset& shell : assets()) {
    if (!shell.name.ends_with(".html")) continue;
    for (std::size_t at = shell.content.find("\"/assets/"); at != std::string_view::npos;
         at = shell.content.find("\"/assets/", at + 1)) {
      const std::size_t end = shell.content.find('"', at + 1);
      const Response response = serve(std::string(shell.content.substr(at + 1, end - at - 1)));
      CHECK(response.status == 200);
      CHECK(contains(header(response, "cache-control"), "immutable"));
      ++named;
    }
  }
  CHECK(named > 0);
}

TEST_CASE("Compressed only for those who take it", "[pages]") {
  const Response plain = serve("/en/board");
  CHECK(header(plain, "content-encoding").empty());
  CHECK(contains(plain.static_body, "<!doctype html>"));
  const Response gzip = serve("/en/board", {{"accept-encoding", "gzip, deflate"}});
  CHECK(header(gzip, "content-encoding") == "gzip");
  CHECK(gzip.static_body.substr(0, 2) == "\x1f\x8b");
  CHECK(gzip.static_body.size() < plain.static_body.size());
  CHECK(header(gzip, "vary") == "accept-encoding");
  const Response brotli = serve("/en/board", {{"accept-encoding", "gzip, deflate, br"}});
  CHECK(header(brotli, "content-encoding") == "br");
  CHECK(brotli.static_body.size() < gzip.static_body.size());
  CHECK(header(serve("/en/board", {{"accept-encoding", "gzip, br;q=0"}}), "content-encoding") == "gzip");
  CHECK(header(serve("/en/board", {{"accept-encoding", "gzip;q=0"}}), "content-encoding").empty());
}

TEST_CASE("What the browser has already is not sent again", "[pages]") {
  const std::string etag = header(serve("/en/board"), "etag");
  const Response again = serve("/en/board", {{"if-none-match", "\"other\", W/" + etag}});
  CHECK(again.status == 304);
  CHECK(again.static_body.empty());
  CHECK(header(again, "etag") == etag);
  CHECK(serve("/en/board", {{"if-none-match", "\"other\""}}).status == 200);
}

TEST_CASE("The table of assets is sorted, as the search needs", "[pages]") {
  for (std::size_t i = 1; i < assets().size(); ++i) CHECK(assets()[i - 1].name < assets()[i].name);
  CHECK(find_asset("shells/en/board.html") != nullptr);
  CHECK(find_asset("shells/en/board") == nullptr);
}

}  // namespace yellowsea::web
