#include "engine/base/text.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

TEST_CASE("UTF-8 is only what Unicode allows") {
  for (const char* good : {"", "a", "é", "通関", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"}) {
    INFO(good);
    CHECK(is_utf8(good));
  }
  CHECK(is_utf8(std::string_view("\0", 1)));
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE9\x80", "\xF0\x9F\x98", "\xC3",
                          "a\xC3(", "\x92\xCA\x8A\xD6"}) {
    CHECK_FALSE(is_utf8(bad));
  }
  CHECK(valid_utf8_prefix("通\xFF関") == 3);
  CHECK(valid_utf8_prefix("ab\xE9\x80") == 2);
}

TEST_CASE("code points are counted, not bytes") {
  CHECK(code_points("") == 0);
  CHECK(code_points("abc") == 3);
  CHECK(code_points("通関") == 2);
  CHECK(code_points("😀é") == 2);
}

TEST_CASE("trimming takes ASCII white space and the ideographic space") {
  CHECK(trim(" \t\r\n　通 関　 ") == "通 関");
  CHECK(trim("") == "");
  CHECK(trim(" 　 ") == "");
  CHECK(trim("\xC2\xA0x") == "\xC2\xA0x");
}

TEST_CASE("splitting keeps empty parts") {
  CHECK(split("a,b,,c,", ',') == std::vector<std::string>{"a", "b", "", "c", ""});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split("abc", ',') == std::vector<std::string>{"abc"});
}

TEST_CASE("search text parts CJK characters, so that words of one or two of them are found") {
  CHECK(search_text("通関") == "通 関");
  CHECK(search_text("通関手続EDI化") == "通 関 手 続 edi 化");
  CHECK(search_text("부산 통관") == "부 산 통 관");
  CHECK(search_text("データ々") == "デ ー タ 々");
  CHECK(search_text("清关") == "清 关");
  CHECK(search_text("𠮷野家") == "𠮷 野 家");
}

TEST_CASE("search text is the same for the same word in other clothes") {
  CHECK(search_text("ＡＢＣ１２３") == "abc123");
  CHECK(search_text("ﾃﾞｰﾀ") == search_text("データ"));
  CHECK(search_text("か\xE3\x82\x99") == search_text("が"));
  CHECK(search_text("\xE1\x84\x87\xE1\x85\xAE") == search_text("부"));
  CHECK(search_text("Straße") == search_text("STRASSE"));
  CHECK(search_text("Cafe\xCC\x81") == search_text("CAFÉ"));
  CHECK(search_text("  Two \t\n words　here ") == "two words here");
  CHECK(search_text("") == "");
  CHECK(
      is_utf8(search_text("a\xFF"
                          "b")));
}

TEST_CASE("slugs are ASCII letters, digits and single dashes") {
  CHECK(slug("Kitakyushu City") == "kitakyushu-city");
  CHECK(slug("  A--b__C!! ") == "a-b-c");
  CHECK(slug("Café Zürich 2") == "cafe-zurich-2");
  CHECK(slug("ＡＢＣ") == "abc");
  CHECK(slug("北九州") == "");
  CHECK(slug("") == "");
}
