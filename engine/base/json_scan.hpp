// Walks over the raw text of a JSON document token by token, to know where things stand in it. Used by
// json_read.cpp only: it says where, nlohmann::json says what. Never recurses and never reads outside the
// text, valid or not. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/base/json_read.hpp"

namespace yellowsea {

TextPlace place_of(std::string_view text, std::size_t offset);

class JsonScan {
 public:
  // Starts at the first token, after a byte order mark and white space.
  explicit JsonScan(std::string_view text);

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t offset() const { return at_; }  // where the current token begins
  char first() const { return at_end() ? '\0' : text_[at_]; }
  std::string_view token() const { return text_.substr(at_, token_end() - at_); }

  void next_token();
  void skip_value();  // from the first token of a value to the first token after it

 private:
  std::size_t token_end() const;
  void skip_space();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace yellowsea
