#include "web/html/html.hpp"

#include <algorithm>

namespace yellowsea::web::html {
namespace {

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const unsigned char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += static_cast<char>(c);
    } else {
      encoded += '%';
      encoded += digits[c >> 4];
      encoded += digits[c & 15];
    }
  }
  return encoded;
}

std::string query_text(const Address::Query& query) {
  std::string text;
  for (const auto& [name, value] : query) {
    if (value.empty()) continue;
    text += (text.empty() ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return text;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') safe += c;
    }
  }
  return safe;
}

Address Address::here(const std::vector<std::string>& segments, const Query& query) {
  std::string text;
  for (const std::string& segment : segments) text += "/" + percent_encoded(segment);
  return Address((text.empty() ? "/" : text) + query_text(query));
}

Address Address::query(const Query& query) {
  const std::string text = query_text(query);
  return Address(text.empty() ? "?" : text);
}

std::optional<Address> Address::web(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
  const bool clean = std::all_of(text.begin(), text.end(), [](const unsigned char c) {
    return c > 0x20 && c != 0x7F && c != '"' && c != '<' && c != '>' && c != '\\';
  });
  return clean ? std::optional(Address(std::string(text))) : std::nullopt;
}

Attribute::Attribute(Name name, std::string_view value) : name_(name), value_(value) {
  // A link is made of an Address only: a text could be one that runs.
  const std::string_view text = name.text();
  if (text == "href" || text == "src" || text == "action") value_ = "";
}

void Attribute::write(std::string& html) const {
  html += ' ';
  html += name_.text();
  if (value_) html += "=\"" + escaped(*value_) + "\"";
}

Markup::Markup(std::string_view text) : html_(escaped(text)) {}

Markup::Markup(std::initializer_list<Markup> parts) {
  for (const Markup& part : parts) html_ += part.html_;
}

Markup& Markup::operator+=(const Markup& more) {
  html_ += more.html_;
  return *this;
}

Markup void_element(Name name, const std::vector<Attribute>& attributes) {
  Markup markup;
  markup.html_ = "<" + std::string(name.text());
  for (const Attribute& attribute : attributes) attribute.write(markup.html_);
  markup.html_ += ">";
  return markup;
}

Markup element(Name name, const std::vector<Attribute>& attributes, const Markup& content) {
  Markup markup = void_element(name, attributes);
  markup.html_ += content.html_ + "</" + std::string(name.text()) + ">";
  return markup;
}

}  // namespace yellowsea::web::html
