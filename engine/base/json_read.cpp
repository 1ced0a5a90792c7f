#include "engine/base/json_read.hpp"

#include <algorithm>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/base/json_scan.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

constexpr std::int64_t largest_integer =
    (std::int64_t{1} << 53) - 1;  // what a double, and so JavaScript, can hold

// Receives nlohmann's parser events and builds the value, refusing it at the first broken limit: nothing
// deeper or larger than the limits is ever made. Counts tokens, so that the place of a refused one can be
// found again.
template <class Value>
class LimitedBuilder final : public nlohmann::json_sax<Value> {
 public:
  using String = typename Value::string_t;

  LimitedBuilder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Value take() { return std::move(root_); }
  JsonTextError error() const { return *error_; }
  bool failed() const { return error_.has_value(); }

  bool null() override { return scalar(nullptr); }
  bool boolean(bool value) override { return scalar(value); }

  bool number_integer(typename Value::number_integer_t value) override {
    if (value < -largest_integer || value > largest_integer) return refuse_integer();
    return scalar(value);
  }

  bool number_unsigned(typename Value::number_unsigned_t value) override {
    if (value > static_cast<std::uint64_t>(largest_integer)) return refuse_integer();
    return scalar(value);
  }

  bool number_float(typename Value::number_float_t value, const String& written) override {
    if (written.find_first_of(".eE") == String::npos) return refuse_integer();
    if (!limits_.floats) return refuse("number", "only integers are allowed here");
    return scalar(value);
  }

  bool string(String& value) override {
    if (code_points(value) > limits_.string_code_points) return refuse_string();
    return scalar(std::move(value));
  }

  bool binary(typename Value::binary_t&) override { return refuse("syntax", "binary values are not JSON"); }

  bool start_object(std::size_t) override { return start(Value::object()); }
  bool start_array(std::size_t) override { return start(Value::array()); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }

  bool key(String& name) override {
    Frame& object = open_.back();
    if (code_points(name) > limits_.string_code_points) return refuse_string();
    if (object.count == limits_.keys) {
      return refuse("too_many_keys", "an object may have at most " + std::to_string(limits_.keys) + " keys");
    }
    if (!object.keys.insert(name).second) {
      return refuse("duplicate_key", "the object has this key twice: " + name);
    }
    ++object.count;
    ++tokens_;
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    const bool out_of_range = exception.id == 406;
    error_ = JsonTextError{place_of(text_, place_of_failure(position)), out_of_range ? "number" : "syntax",
                           out_of_range ? "the number is too large" : explain(exception.what())};
    return false;
  }

 private:
  struct Frame {
    Value* value;
    std::size_t count = 0;  // of elements or keys
    std::unordered_set<String> keys;
  };

  bool scalar(Value value) {
    if (!place(std::move(value))) return false;
    ++tokens_;
    return true;
  }

  bool start(Value empty) {
    if (open_.size() == limits_.depth) {
      return refuse("depth", "values may be nested at most " + std::to_string(limits_.depth) + " deep");
    }
    Value* const value = place(std::move(empty));
    if (value == nullptr) return false;
    ++tokens_;
    open_.push_back(Frame{value, 0, {}});
    return true;
  }

  bool end() {
    open_.pop_back();
    ++tokens_;
    return true;
  }

  // Puts a value where it belongs; nullptr if the array is full. Pointers to the values around it stay good,
  // since a container does not grow while one of its members is open.
  Value* place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Frame& parent = open_.back();
    if (parent.value->is_array()) {
      if (parent.count == limits_.elements) {
        refuse("too_many_elements",
               "an array may have at most " + std::to_string(limits_.elements) + " elements");
        return nullptr;
      }
      ++parent.count;
      parent.value->push_back(std::move(value));
      return &parent.value->back();
    }
    auto& members = parent.value->template get_ref<typename Value::object_t&>();
    if constexpr (std::is_same_v<Value, OrderedJson>) {
      // Keys are known to be new, so the ordered map need not look through all of them again.
      members.std::template vector<typename Value::object_t::value_type>::emplace_back(std::move(key_),
                                                                                       std::move(value));
      return &members.back().second;
    } else {
      return &members.emplace(std::move(key_), std::move(value)).first->second;
    }
  }

  // nlohmann tells how much it has read, the last character of the wrong token included: goes back to where
  // that token begins, but stays at a wrong character inside a string.
  std::size_t place_of_failure(std::size_t characters_read) const {
    const std::size_t last_read = std::max<std::size_t>(characters_read, 1) - 1;
    JsonScan scan(text_);
    while (!scan.at_end()) {
      JsonScan next = scan;
      next.next_token();
      if (next.at_end() || next.offset() > last_read) break;
      scan = next;
    }
    const bool inside_string = scan.first() == '"' && last_read + 1 < scan.offset() + scan.token().size();
    const bool outside = last_read >= text_.size() || last_read < scan.offset();
    return std::min(outside || inside_string ? last_read : scan.offset(), text_.size());
  }

  bool refuse(std::string rule, std::string detail) {
    JsonScan scan(text_);
    for (std::size_t seen = 0; !scan.at_end(); scan.next_token()) {
      if (scan.first() == ',' || scan.first() == ':') continue;
      if (seen++ == tokens_) break;
    }
    error_ = JsonTextError{place_of(text_, scan.offset()), std::move(rule), std::move(detail)};
    return false;
  }

  bool refuse_integer() {
    return refuse("number", "integers may go from -9007199254740991 to 9007199254740991");
  }

  bool refuse_string() {
    return refuse("string_too_long",
                  "a string may have at most " + std::to_string(limits_.string_code_points) + " characters");
  }

  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error - …; last read: '…';
  // expected …": the place is told apart, and what was read may be as long as the text.
  static std::string explain(std::string_view what) {
    const std::size_t begin = what.find(": ");
    std::string sentence(begin == std::string_view::npos ? what : what.substr(begin + 2));
    const std::size_t read = sentence.find("; last read: '");
    if (read == std::string::npos) return sentence;
    const std::size_t expected = sentence.rfind("'; expected ");
    const std::string tail =
        expected == std::string::npos || expected < read ? "" : sentence.substr(expected + 1);
    return sentence.substr(0, read) + tail;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  Value root_;
  std::vector<Frame> open_;
  String key_;
  std::size_t tokens_ = 0;  // taken so far, commas and colons left out
  std::optional<JsonTextError> error_;
};

template <class Value>
tl::expected<Value, JsonTextError> read(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return tl::unexpected(JsonTextError{
        {}, "too_large", "the text may have at most " + std::to_string(limits.bytes) + " bytes"});
  }
  if (const std::size_t valid = valid_utf8_prefix(text); valid != text.size()) {
    return tl::unexpected(JsonTextError{place_of(text, valid), "utf8", "the text is not valid UTF-8 here"});
  }
  // To the parser a NUL is the end of the text, and whatever follows it would never be looked at.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return tl::unexpected(JsonTextError{place_of(text, nul), "syntax", "a NUL may not stand in JSON"});
  }
  LimitedBuilder<Value> builder(text, limits);
  Value::sax_parse(text.begin(), text.end(), &builder);
  if (builder.failed()) return tl::unexpected(builder.error());
  return builder.take();
}

std::optional<std::vector<std::string>> pointer_parts(std::string_view pointer) {
  if (pointer.empty()) return std::vector<std::string>();
  if (pointer.front() != '/') return std::nullopt;
  auto parts = split(pointer.substr(1), '/');
  for (std::string& part : parts) {
    for (std::size_t at = part.find('~'); at != std::string::npos; at = part.find('~', at + 1)) {
      const char code = at + 1 < part.size() ? part[at + 1] : '\0';
      if (code != '0' && code != '1') return std::nullopt;
      part.replace(at, 2, code == '0' ? "~" : "/");
    }
  }
  return parts;
}

// What a token of type string says; nullopt if it is none.
std::optional<std::string> string_of(std::string_view token) {
  const Json value = Json::parse(token.begin(), token.end(), nullptr, false);
  return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

// Moves from an object's "{" to the value of its member and returns where the key begins.
std::optional<std::size_t> enter_member(JsonScan& scan, const std::string& name) {
  scan.next_token();
  while (!scan.at_end() && scan.first() == '"') {
    const std::size_t key_offset = scan.offset();
    const bool found = string_of(scan.token()) == name;
    scan.next_token();
    if (scan.first() != ':') return std::nullopt;
    scan.next_token();
    if (found) return key_offset;
    scan.skip_value();
    if (scan.first() == ',') scan.next_token();
  }
  return std::nullopt;
}

// Moves from an array's "[" to its element and returns where that begins.
std::optional<std::size_t> enter_element(JsonScan& scan, const std::string& index) {
  const bool number = !index.empty() && index.size() < 10 &&
                      index.find_first_not_of("0123456789") == std::string::npos &&
                      (index == "0" || index.front() != '0');
  if (!number) return std::nullopt;
  scan.next_token();
  for (unsigned long left = std::stoul(index); left > 0; --left) {
    if (scan.at_end() || scan.first() == ']') return std::nullopt;
    scan.skip_value();
    if (scan.first() == ',') scan.next_token();
  }
  if (scan.at_end() || scan.first() == ']') return std::nullopt;
  return scan.offset();
}

}  // namespace

tl::expected<Json, JsonTextError> read_json(std::string_view text, const JsonLimits& limits) {
  return read<Json>(text, limits);
}

tl::expected<OrderedJson, JsonTextError> read_ordered_json(std::string_view text, const JsonLimits& limits) {
  return read<OrderedJson>(text, limits);
}

std::optional<TextPlace> locate(std::string_view text, std::string_view pointer, bool key) {
  const auto parts = pointer_parts(pointer);
  JsonScan scan(text);
  if (!parts || scan.at_end()) return std::nullopt;
  std::size_t place = scan.offset();
  for (const std::string& part : *parts) {
    std::optional<std::size_t> entered;
    if (scan.first() == '{') {
      entered = enter_member(scan, part);
    } else if (scan.first() == '[') {
      entered = enter_element(scan, part);
    }
    if (!entered || scan.at_end()) return std::nullopt;
    place = key ? *entered : scan.offset();
  }
  return place_of(text, place);
}

std::string to_text(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace yellowsea
