// What pages are told of the installation, in their language only.
#include "web/routes/meta.hpp"

#include <catch2/catch.hpp>

#include "engine/base/json_read.hpp"

namespace yellowsea::web {

TEST_CASE("Texts are left in one language, also those with plural forms, wherever they stand") {
  const auto meta = OrderedJson::parse(R"({
    "name": {"en": "A", "ja": "あ"},
    "kinds": [{"fields": {"b": {"x-title": {"en": "B", "ja": "び"}, "enum": ["en", "ja"],
      "x-enum-titles": {"en": {"en": "English", "ja": "英語"}, "ja": {"en": "Japanese", "ja": "日本語"}}}},
      "sentence": {"en": {"one": "{count} thing", "other": "{count} things"}, "ja": {"other": "{count}件"}}}],
    "organisations": [{"id": "x", "names": {"en": "X", "ja": "えっくす"}}],
    "only": {"en": "English alone"}})");
  const auto expected = OrderedJson::parse(R"({
    "name": {"ja": "あ"},
    "kinds": [{"fields": {"b": {"x-title": {"ja": "び"}, "enum": ["en", "ja"],
      "x-enum-titles": {"en": {"ja": "英語"}, "ja": {"ja": "日本語"}}}},
      "sentence": {"ja": {"other": "{count}件"}}}],
    "organisations": [{"id": "x", "names": {"en": "X", "ja": "えっくす"}}],
    "only": {"en": "English alone"}})");
  CHECK(in_language(meta, "ja") == expected);
}

}  // namespace yellowsea::web
