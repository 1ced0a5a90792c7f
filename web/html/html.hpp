// Writing HTML: a small typed writer that escapes everything. Markup is made from text, which is escaped, and
// from elements, whose names are checked when the program is compiled; there is no way to put a string into a
// page as it is. Addresses are a type of their own, made from a path or from a checked web address, so that
// no text of a user becomes a link to a script. Values, no state; any thread.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yellowsea::web::html {

// The name of an element or an attribute: a literal of small letters, digits and '-'.
class Name {
 public:
  template <std::size_t N>
  consteval Name(const char (&literal)[N]) : text_(literal, N - 1) {
    for (const char c : text_) {
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) throw "not a name of HTML";
    }
    // A script would be read as one, a style too, and a comment's or raw text's rules are others.
    if (text_ == "script" || text_ == "style" || text_.starts_with("on")) throw "nothing that runs";
  }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Where a link or a form goes.
class Address {
 public:
  using Query = std::vector<std::pair<std::string, std::string>>;
  // Of this installation: segments and query are percent-encoded; empty values are left out.
  static Address here(const std::vector<std::string>& segments, const Query& query = {});
  // The same page with another query.
  static Address query(const Query& query);
  // An address that a user wrote: only http and https, without what ends an address.
  static std::optional<Address> web(std::string_view text);
  const std::string& text() const { return text_; }

 private:
  explicit Address(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

class Attribute {
 public:
  Attribute(Name name, std::string_view value);
  Attribute(Name name, const Address& address) : Attribute(name, std::string_view(address.text()), 0) {}
  // Without a value, as in `selected`.
  static Attribute flag(Name name) { return Attribute(name); }
  void write(std::string& html) const;

 private:
  explicit Attribute(Name name) : name_(name) {}
  Attribute(Name name, std::string_view value, int) : name_(name), value_(value) {}
  Name name_;
  std::optional<std::string> value_;
};

class Markup {
 public:
  Markup() = default;
  Markup(std::string_view text);  // escaped
  Markup(const std::string& text) : Markup(std::string_view(text)) {}
  Markup(const char* text) : Markup(std::string_view(text)) {}
  Markup(std::initializer_list<Markup> parts);

  Markup& operator+=(const Markup& more);
  bool empty() const { return html_.empty(); }
  const std::string& text() const { return html_; }

 private:
  friend Markup element(Name name, const std::vector<Attribute>& attributes, const Markup& content);
  friend Markup void_element(Name name, const std::vector<Attribute>& attributes);
  std::string html_;
};

Markup element(Name name, const std::vector<Attribute>& attributes, const Markup& content);
inline Markup element(Name name, const Markup& content) { return element(name, {}, content); }
// One that has no content and no end, such as `link` and `br`.
Markup void_element(Name name, const std::vector<Attribute>& attributes = {});

// Text as it may stand in an XML or HTML document: & < > " ' escaped, and control characters, which XML
// cannot hold, left out.
std::string escaped(std::string_view text);

}  // namespace yellowsea::web::html
