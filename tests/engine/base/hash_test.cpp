#include "engine/base/hash.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea;

TEST_CASE("SHA-256 of one part and of two") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("a", "bc") == sha256("abc"));
  CHECK(sha256("", "abc") == sha256("abc"));
}

TEST_CASE("hexadecimal digits") {
  CHECK(to_hex(std::string_view("\x00\xFF\x7F", 3)) == "00ff7f");
  CHECK(to_hex(std::string_view()) == "");
  CHECK(from_hex("00fF7f") == std::string("\x00\xFF\x7F", 3));
  CHECK(from_hex("") == "");
  for (const char* text : {"0", "0g", "00 11", "0x00", "00:11"}) CHECK_FALSE(from_hex(text));
}

TEST_CASE("base64, the vectors of RFC 4648") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
  CHECK(to_base64("\xFB\xFF\xFE") == "+//+");
  CHECK(to_base64url("\xFB\xFF\xFE\x01") == "-__-AQ");
  CHECK(from_base64url("-__-AQ") == "\xFB\xFF\xFE\x01");
}

TEST_CASE("what is not base64 is refused") {
  for (const char* text : {"Zg", "Zg=", "Z", "Zg==x", "Zh==", "Zm9v\n", " Zm9v", "-__-", "Zm9v=", "===="}) {
    INFO(text);
    CHECK_FALSE(from_base64(text));
  }
  for (const char* text : {"Zg==", "+//+", "Zh"}) CHECK_FALSE(from_base64url(text));
}

TEST_CASE("random bytes") {
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(32).size() == 32);
  CHECK(random_bytes(32) != random_bytes(32));
}

TEST_CASE("comparing in constant time") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time("token", "token"));
  CHECK_FALSE(equal_constant_time("token", "tokem"));
  CHECK_FALSE(equal_constant_time("token", "toke"));
}
