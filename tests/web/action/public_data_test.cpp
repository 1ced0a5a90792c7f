#include "web/action/public_data.hpp"

#include <catch2/catch.hpp>

#include "web/action/public_words.hpp"

using namespace yellowsea;
using namespace yellowsea::web;

TEST_CASE("a calendar's lines are escaped and folded at 75 octets, never inside a character",
          "[public_data]") {
  CHECK(calendar_line("SUMMARY", "a;b,c\\d\ne\r") == "SUMMARY:a\\;b\\,c\\\\d\\ne\r\n");
  CHECK(calendar_value("URL", "https://a;b,c\r\nX:y") == "URL:https://a;b,cX:y\r\n");
  const std::string just = "N:" + std::string(73, 'x');
  CHECK(calendar_line("N", std::string(73, 'x')) == just + "\r\n");
  CHECK(calendar_line("N", std::string(74, 'x')) == just + "\r\n x\r\n");
  // 25 characters of three octets: with "N:" the 25th would end at octet 77.
  std::string han;
  for (int i = 0; i < 25; ++i) han += "課";
  CHECK(calendar_line("N", han) == "N:" + han.substr(0, 72) + "\r\n " + han.substr(72) + "\r\n");
  // A continued line has its space, so that 74 octets are left.
  CHECK(calendar_line("N", std::string(73 + 75, 'x')) ==
        just + "\r\n " + std::string(74, 'x') + "\r\n x\r\n");
}

TEST_CASE("days are written as each language writes them", "[public_words]") {
  const CivilDate day{2012, 11, 25};
  CHECK(date_text(day, "en") == "Sun 25 Nov 2012");
  CHECK(date_text(day, "ja") == "2012年11月25日(日)");
  CHECK(date_text(day, "zh") == "2012年11月25日周日");
  CHECK(date_text(day, "ko") == "2012년 11월 25일 (일)");
  CHECK(date_text({2024, 2, 29}, "en") == "Thu 29 Feb 2024");
}

TEST_CASE("a text's language is what its letters say, else what it is said to be", "[public_words]") {
  CHECK(language_of("통관이 늦다", nullptr, "en") == "ko");
  CHECK(language_of("通関が遅い", nullptr, "en") == "ja");
  CHECK(language_of("通关", nullptr, "en") == "zh");
  CHECK(language_of("通関", nullptr, "ja").empty());
  CHECK(language_of("通関", "ja", "en") == "ja");
  CHECK(language_of("Customs", "ko", "en") == "en");
  // What an answer quotes does not tell its language, unless there is nothing else.
  CHECK(language_of("针对“通関が遅い”这一问题，将缩短时间。", nullptr, "en") == "zh");
  CHECK(language_of("The city answers \"통관이 늦다\".", nullptr, "en") == "en");
  CHECK(language_of("「통관이 늦다」について", nullptr, "en") == "ja");
  CHECK(language_of("“通関が遅い”", nullptr, "en") == "ja");
  CHECK(language_of("“통관", nullptr, "en") == "ko");
  CHECK(language_of("25", "ko", "en").empty());
}
