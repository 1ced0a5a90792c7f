#include "web/server/response_head.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/base/json.hpp"

namespace yellowsea::web {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> default_headers{{
    {"content-security-policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
     "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
     "require-trusted-types-for 'script'"},
    {"cross-origin-opener-policy", "same-origin"},
    {"cross-origin-resource-policy", "same-origin"},
    {"referrer-policy", "same-origin"},
    {"x-content-type-options", "nosniff"},
}};

bool is_of_server(std::string_view name) {
  return name == "date" || name == "content-length" || name == "connection" || name == "transfer-encoding";
}

bool has_no_body(int status) { return status == 204 || status == 304; }

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> security_headers() { return default_headers; }

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

bool is_sendable(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  return std::all_of(response.headers.begin(), response.headers.end(),
                     [](const auto& field) { return is_token(field.first) && is_field_value(field.second); });
}

std::string http_date(std::time_t now) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 64> text{};
  // Not strftime: its names depend on the locale.
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text.data();
}

std::string response_head(const Response& response, Delivery delivery, std::time_t now) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head.append(reason_phrase(response.status)).append("\r\n");
  add(head, "date", http_date(now));
  for (const auto& [name, value] : security_headers()) {
    const bool given =
        std::any_of(response.headers.begin(), response.headers.end(),
                    [&, wanted = name](const auto& field) { return to_lower(field.first) == wanted; });
    if (!given) add(head, name, value);
  }
  // RFC 6797; a year and with subdomains, as ASVS 5.0 wants it (V3.4.1).
  if (delivery.secure) add(head, "strict-transport-security", "max-age=31536000; includeSubDomains");
  for (const auto& [name, value] : response.headers) {
    if (!is_of_server(to_lower(name))) add(head, name, value);
  }
  if (!has_no_body(response.status)) {
    const std::uint64_t size = response.stream ? response.stream->size() : response_body(response).size();
    add(head, "content-length", std::to_string(size));
  }
  add(head, "connection", delivery.keep_alive ? "keep-alive" : "close");
  return head.append("\r\n");
}

std::string_view response_body(const Response& response) {
  if (has_no_body(response.status)) return {};
  return response.static_body.empty() ? std::string_view(response.body) : response.static_body;
}

Response problem_response(const Refusal& refusal) {
  const Json document = {{"type", "about:blank"},
                         {"title", std::string(reason_phrase(refusal.status))},
                         {"status", refusal.status},
                         {"detail", refusal.detail}};
  Response response;
  response.status = refusal.status;
  response.headers = {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}};
  if (refusal.status == 405)
    response.headers.emplace_back("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  if (refusal.status == 429 || refusal.status == 503) response.headers.emplace_back("retry-after", "1");
  response.body = document.dump();
  return response;
}

}  // namespace yellowsea::web
