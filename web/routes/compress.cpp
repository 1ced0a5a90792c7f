#include "web/routes/compress.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "web/pages/pages.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t worth_it = 1024;  // bytes; below it the headers weigh more than what is saved
constexpr int quick_level = 5;          // most of the gain for a third of the time of the highest
constexpr int gzip_window = 15 + 16;    // zlib's way to ask for gzip's header

const std::string* find_header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

bool is_text(std::string_view type) {
  type = type.substr(0, type.find(';'));
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
         type.ends_with("+xml");
}

bool names_secrets(std::string_view path) {
  static constexpr std::array secret{"/api/v1/session", "/api/v1/tokens", "/api/v1/second-factor",
                                     "/api/v1/invitations", "/api/v1/questionnaires"};
  return std::any_of(secret.begin(), secret.end(), [&](const char* each) { return path.starts_with(each); });
}

void vary_by_encoding(Response& response) {
  for (auto& [key, value] : response.headers) {
    if (key != "vary") continue;
    if (value.find("accept-encoding") == std::string::npos) value += ", accept-encoding";
    return;
  }
  response.headers.emplace_back("vary", "accept-encoding");
}

}  // namespace

std::string gzip(std::string_view text, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

Response compressed(const Request& request, Response response) {
  const std::string* type = find_header(response, "content-type");
  if (response.body.size() < worth_it || response.stream || type == nullptr || !is_text(*type) ||
      find_header(response, "content-encoding") != nullptr || names_secrets(request.path))
    return response;
  vary_by_encoding(response);
  if (!accepts_coding(request.header("accept-encoding"), "gzip")) return response;
  std::string smaller = gzip(response.body, quick_level);
  if (smaller.empty() || smaller.size() >= response.body.size()) return response;
  response.body = std::move(smaller);
  response.headers.emplace_back("content-encoding", "gzip");
  return response;
}

}  // namespace yellowsea::web
