#include "web/server/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace yellowsea::web {
namespace {

constexpr std::array<std::string_view, 7> served_methods{"GET",   "HEAD",   "POST",   "PUT",
                                                         "PATCH", "DELETE", "OPTIONS"};

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes one line, without its CRLF, from the front of `rest`.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

// RFC 9112, section 3: method SP request-target SP HTTP-version.
std::optional<Refusal> read_request_line(std::string_view line, const ServerLimits& limits, Head& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || line.find(' ', first + 1) != last) {
    return Refusal{400, "The request line must be: method, target and version, with one space between them."};
  }
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(method)) return Refusal{400, "The method is not a token."};
  if (target.empty()) return Refusal{400, "The request has no target."};
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    const bool plausible = version.size() == 8 && version.substr(0, 5) == "HTTP/" && version[6] == '.';
    return plausible ? Refusal{505, "Only HTTP/1.0 and HTTP/1.1 are served."}
                     : Refusal{400, "The request line has no HTTP version."};
  }
  if (target.size() > limits.target_bytes) {
    return Refusal{414, "The target is longer than " + std::to_string(limits.target_bytes) + " bytes."};
  }
  if (std::find(served_methods.begin(), served_methods.end(), method) == served_methods.end()) {
    if (method == "TRACE" || method == "CONNECT") return Refusal{405, "This method is not allowed."};
    return Refusal{501, "This method is not known."};
  }
  head.method = method;
  head.target = target;
  head.http_1_1 = version == "HTTP/1.1";
  return std::nullopt;
}

std::optional<Refusal> read_fields(std::string_view rest, const ServerLimits& limits, Head& head) {
  while (true) {
    const auto line = take_line(rest);
    if (line.empty()) return std::nullopt;
    if (line.front() == ' ' || line.front() == '\t') {
      return Refusal{400, "A header line must not begin with white space (folding is obsolete)."};
    }
    if (head.headers.size() == limits.header_count) {
      return Refusal{431, "There are more than " + std::to_string(limits.header_count) + " header fields."};
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return Refusal{400, "A header line has no valid name."};
    }
    const auto value = trim_blanks(line.substr(colon + 1));
    if (!is_field_value(value)) return Refusal{400, "A header value has a control character."};
    head.headers.emplace_back(to_lower(line.substr(0, colon)), std::string(value));
  }
}

// One name or address with an optional port; what else a URI allows there is of no use to us.
bool is_host(std::string_view value) {
  if (value.empty()) return false;
  return std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

std::size_t count(const Head& head, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(head.headers.begin(), head.headers.end(),
                                                [&](const auto& field) { return field.first == name; }));
}

// How the body is framed (RFC 9112, section 6.3); the combinations that a proxy might read differently are
// refused.
std::optional<Refusal> read_framing(Head& head) {
  const auto lengths = count(head, "content-length");
  const auto encodings = count(head, "transfer-encoding");
  if (lengths > 1) return Refusal{400, "There is more than one Content-Length."};
  if (encodings > 0) {
    if (!head.http_1_1) return Refusal{400, "Transfer-Encoding needs HTTP/1.1."};
    if (lengths > 0) return Refusal{400, "Transfer-Encoding and Content-Length exclude each other."};
    if (encodings > 1 || to_lower(head.header("transfer-encoding")) != "chunked") {
      return Refusal{400, "The only Transfer-Encoding served is chunked."};
    }
    head.chunked = true;
  }
  if (lengths == 1) {
    const auto text = head.header("content-length");
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
      return Refusal{400, "Content-Length is not a number."};
    }
    head.content_length = length;
  }
  return std::nullopt;
}

std::optional<Refusal> read_meaning(Head& head) {
  // HTTP/1.0 could do without; nobody who speaks to us has a reason to.
  const auto hosts = count(head, "host");
  if (hosts > 1) return Refusal{400, "There is more than one Host."};
  if (hosts == 0) return Refusal{400, "The request has no Host."};
  if (!is_host(head.header("host"))) return Refusal{400, "The Host is not valid."};
  if (auto refusal = read_framing(head)) return refusal;
  bool close = false;
  bool keep = head.http_1_1;
  for (const auto& [name, value] : head.headers) {
    if (name == "connection") {
      close = close || has_token(value, "close");
      keep = keep || has_token(value, "keep-alive");
    }
    if (name == "expect" && head.http_1_1) {
      if (to_lower(value) != "100-continue") return Refusal{417, "The only expectation met is 100-continue."};
      head.expects_continue = true;
    }
  }
  head.keep_alive = keep && !close;
  return std::nullopt;
}

}  // namespace

std::string_view Head::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

HeadScan scan_head(std::string_view received, std::size_t& scanned) {
  for (; scanned < received.size(); ++scanned) {
    if (received[scanned] != '\n') continue;
    if (scanned == 0 || received[scanned - 1] != '\r') return HeadScan::malformed;
    if (scanned == 1) return HeadScan::malformed;  // an empty request line
    if (scanned >= 3 && received[scanned - 2] == '\n') {
      ++scanned;
      return HeadScan::complete;
    }
  }
  return HeadScan::more;
}

tl::expected<Head, Refusal> parse_head(std::string_view block, const ServerLimits& limits) {
  if (block.size() > limits.header_bytes) return tl::unexpected<Refusal>(oversized_head(block, limits));
  Head head;
  std::string_view rest = block;
  if (auto refusal = read_request_line(take_line(rest), limits, head))
    return tl::unexpected<Refusal>(*refusal);
  if (auto refusal = read_fields(rest, limits, head)) return tl::unexpected<Refusal>(*refusal);
  if (auto refusal = read_meaning(head)) return tl::unexpected<Refusal>(*refusal);
  return head;
}

Refusal oversized_head(std::string_view received, const ServerLimits& limits) {
  const auto line = received.substr(0, received.find("\r\n"));
  const auto begin = std::min(line.find(' '), line.size());
  const auto end = std::min(line.find(' ', begin + 1), line.size());
  if (end - begin > limits.target_bytes + std::size_t{1}) {
    return {414, "The target is longer than " + std::to_string(limits.target_bytes) + " bytes."};
  }
  return {431, "The header is longer than " + std::to_string(limits.header_bytes) + " bytes."};
}

bool has_token(std::string_view list, std::string_view lower_case_token) {
  while (!list.empty()) {
    const auto end = list.find(',');
    if (to_lower(trim_blanks(list.substr(0, end))) == lower_case_token) return true;
    if (end == std::string_view::npos) break;
    list.remove_prefix(end + 1);
  }
  return false;
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

std::string to_lower(std::string_view ascii) {
  std::string lower(ascii);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

}  // namespace yellowsea::web
