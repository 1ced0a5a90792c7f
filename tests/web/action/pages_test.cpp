#include "web/action/pages.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

std::vector<std::string> hidden_with(const std::string& pages) {
  PackFiles files{
      {"workflows/thing.json",
       R"({"format": "yellowsea.workflow/1", "id": "thing", "version": 1, "machine": {"initial": "a", "states": {"a": {}}}})"}};
  if (!pages.empty()) files["config/pages.json"] = pages;
  const auto pack = Pack::from_files(files);
  REQUIRE(pack);
  return hidden_pages(**pack);
}

}  // namespace

TEST_CASE("a pack that names none of ACTION's pages has none of them", "[pages]") {
  const std::vector<std::string> all{"committee-report", "coverage", "help",   "memorandum",   "progress",
                                     "questionnaires",   "register", "report", "report-files", "survey"};
  CHECK(hidden_with("") == all);
  CHECK(hidden_with("{}") == all);
  CHECK(hidden_with("[]") == all);
  CHECK(hidden_with(R"({"pages": {"board": {}}})") == all);
}

TEST_CASE("a page that a pack names is there", "[pages]") {
  CHECK(hidden_with(R"({"pages": {"register": {}, "coverage": {}, "report-files": {}, "survey": {}}})") ==
        std::vector<std::string>{"committee-report", "help", "memorandum", "progress", "questionnaires",
                                 "report"});
}

}  // namespace yellowsea::web
