#include "web/routes/if_match.hpp"

#include <catch2/catch.hpp>

namespace yellowsea::web {
namespace {

// "any", "malformed", or the tags with a bar between them.
std::string said(const char* header) {
  const auto tags = read_if_match(header);
  if (!tags) return tags.error().rule == "if_match" ? "malformed" : tags.error().rule;
  if (!*tags) return "any";
  std::string text;
  for (const std::string& tag : **tags) text += tag + "|";
  return text;
}

}  // namespace

TEST_CASE("If-Match lists entity tags", "[if_match]") {
  CHECK(said("") == "any");
  CHECK(said("*") == "any");
  CHECK(said("\"7\"") == "7|");
  CHECK(said("\"1\", \"2\"") == "1|2|");
  CHECK(said("\"1\",\"two words\" ,\"\"") == "1|two words||");
  CHECK(said("W/\"1\"").empty());  // weak tags never match
  CHECK(said("W/\"1\", \"2\"") == "2|");
}

TEST_CASE("what is no list of entity tags is malformed", "[if_match]") {
  for (const char* header : {"7", "\"7", "\"7\" \"8\"", "\"7\",", "W/7", "\"7\"x", ",\"7\"", "*, \"7\""}) {
    INFO(header);
    CHECK(said(header) == "malformed");
  }
}

}  // namespace yellowsea::web
