#include "web/routes/meta.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "engine/base/hash.hpp"
#include "engine/service/views.hpp"
#include "web/pages/pages.hpp"
#include "web/routes/compress.hpp"

namespace yellowsea::web {
namespace {

constexpr std::array languages{"en", "ja", "zh", "ko"};

bool is_language(std::string_view key) {
  return std::find(languages.begin(), languages.end(), key) != languages.end();
}

// A text, or the plural forms of one.
bool is_text(const OrderedJson& value) {
  if (value.is_string()) return true;
  return value.is_object() && value.contains("other") &&
         std::all_of(value.begin(), value.end(), [](const OrderedJson& form) { return form.is_string(); });
}

bool is_said_in(const OrderedJson& json, const std::string& language) {
  if (!json.is_object() || !json.contains(language)) return false;
  for (const auto& [key, value] : json.items()) {
    if (!is_language(key) || !is_text(value)) return false;
  }
  return true;
}

OrderedJson trimmed(const OrderedJson& json, const std::string& language, bool keep_english) {
  if (is_said_in(json, language)) {
    OrderedJson said = OrderedJson::object();
    if (keep_english && json.contains("en")) said["en"] = json.at("en");
    said[language] = json.at(language);
    return said;
  }
  if (!json.is_structured()) return json;
  OrderedJson copy = json;
  for (auto& [key, value] : copy.items()) value = trimmed(value, language, keep_english || key == "names");
  return copy;
}

// One answer, ready to be sent.
struct Description {
  std::string text;
  std::string zipped;
  std::string etag;
};

Description describe(const OrderedJson& meta, const std::string& language) {
  Description made;
  made.text = in_language(meta, language).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  made.zipped = gzip(made.text);
  made.etag = "\"" + to_hex(sha256(made.text)).substr(0, 20) + "\"";
  return made;
}

Response answer(const Description& description, const Request& request) {
  Response response{
      200, {{"etag", description.etag}, {"cache-control", "no-cache"}, {"vary", "accept-encoding"}}, {}, {}};
  if (request.header("if-none-match").find(description.etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("content-type", "application/json");
  response.static_body = description.text;
  if (accepts_coding(request.header("accept-encoding"), "gzip")) {
    response.static_body = description.zipped;
    response.headers.emplace_back("content-encoding", "gzip");
  }
  return response;
}

}  // namespace

OrderedJson in_language(const OrderedJson& meta, const std::string& language) {
  return trimmed(meta, language, false);
}

OrderedJson meta_json(const Pack& pack, bool demo, const Json& sign_on) {
  OrderedJson meta = meta_view(pack);
  meta["demo"] = demo;
  meta["sign_on"] = sign_on;
  return meta;
}

ExtraRoute::Answer meta_route(const OrderedJson& meta) {
  const auto described = std::make_shared<std::map<std::string, Description>>();
  for (const char* language : languages) described->emplace(language, describe(meta, language));
  return [described](const ApiParts&, StoreRepository&, const Call& call) -> std::optional<Response> {
    if (call.segments != std::vector<std::string>{"meta"}) return std::nullopt;
    const auto asked = call.request.query_value("language");
    if (!asked) return std::nullopt;
    return answer(described->at(is_language(*asked) ? *asked : languages.front()), call.request);
  };
}

}  // namespace yellowsea::web
