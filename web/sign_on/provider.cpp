#include "web/sign_on/provider.hpp"

#include <algorithm>

#include "engine/base/json_members.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kLongestId = 32;

Failure wrong(const std::string& where, const std::string& why) {
  return fail(ProblemCode::malformed, "configuration", where + ": " + why);
}

// "finish" has an address of its own.
bool is_id(const std::string& id) {
  if (id.empty() || id.size() > kLongestId || id == "finish") return false;
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool read_second_factor(const Json& json, Provider& provider) {
  if (json.is_boolean()) {
    provider.always_second_factor = json.get<bool>();
    return true;
  }
  if (!json.is_object() || json.size() != 1) return false;
  provider.amr = texts_member(json, "amr");
  provider.acr = texts_member(json, "acr");
  const std::size_t texts = provider.amr.size() + provider.acr.size();
  return texts > 0 && texts == json.begin()->size();
}

bool among(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

Result<Provider> read_provider(const Json& json, const std::string& where,
                               const std::function<Result<std::string>(const std::string&)>& read_secret) {
  if (!json.is_object()) return wrong(where, "must be an object");
  static const std::vector<std::string> known{"client_id", "client_secret_file", "id",
                                              "issuer",    "second_factor",      "title"};
  for (const auto& [name, value] : json.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return wrong(where + "/" + name, "is no setting");
  }
  Provider provider;
  provider.id = text_member(json, "id");
  provider.issuer = text_member(json, "issuer");
  provider.client_id = text_member(json, "client_id");
  if (!read_second_factor(json.value("second_factor", Json(false)), provider))
    return wrong(where + "/second_factor", "must be true, false, {\"amr\": [TEXT…]} or {\"acr\": [TEXT…]}");
  if (!is_id(provider.id)) return wrong(where + "/id", "must have 1 to 32 of a-z, 0-9 and '-'");
  if (!is_safe_address(provider.issuer)) return wrong(where + "/issuer", "must begin with https://");
  if (provider.client_id.empty()) return wrong(where + "/client_id", "is missing");
  const Json title = json.value("title", Json());
  if (title.is_string()) {
    provider.title = Json{{"en", title}};
  } else if (title.is_object() && title.value("en", Json()).is_string()) {
    provider.title = title;
  } else {
    return wrong(where + "/title", "must be a text, or texts by language with 'en'");
  }
  if (const std::string file = text_member(json, "client_secret_file"); !file.empty()) {
    const auto secret = read_secret(file);
    if (!secret) return Failure(secret.error());
    provider.client_secret = trim(*secret);
    if (provider.client_secret.empty()) return wrong(where + "/client_secret_file", "is empty");
  }
  return provider;
}

}  // namespace

bool asked_second_factor(const Provider& provider, const Json& claims) {
  if (provider.always_second_factor || among(provider.acr, text_member(claims, "acr"))) return true;
  const auto methods = texts_member(claims, "amr");
  return std::any_of(methods.begin(), methods.end(),
                     [&](const auto& one) { return among(provider.amr, one); });
}

bool is_safe_address(const std::string& url) {
  if (url.starts_with("https://") && url.size() > 8) return true;
  constexpr std::string_view plain = "http://";
  if (!url.starts_with(plain)) return false;
  const std::string_view rest = std::string_view(url).substr(plain.size());
  const std::string_view host = rest.substr(0, rest.find_first_of(":/?#"));
  return rest.find('@') == std::string_view::npos && (host == "127.0.0.1" || host == "localhost");
}

Result<std::vector<Provider>> read_providers(
    const Json& settings, const std::function<Result<std::string>(const std::string&)>& read_secret) {
  std::vector<Provider> providers;
  if (settings.is_null()) return providers;
  if (!settings.is_array() || settings.size() > kMostProviders)
    return wrong("sign_on", "must be a list of at most 20 providers");
  for (const Json& one : settings) {
    const std::string where = "sign_on/" + std::to_string(providers.size());
    auto provider = read_provider(one, where, read_secret);
    if (!provider) return Failure(provider.error());
    for (const Provider& other : providers) {
      if (other.id == provider->id || other.issuer == provider->issuer)
        return wrong(where, "has the id or the issuer of another");
    }
    providers.push_back(std::move(*provider));
  }
  return providers;
}

Json providers_json(const std::vector<Provider>& providers) {
  Json list = Json::array();
  for (const Provider& one : providers) list.push_back(Json{{"id", one.id}, {"title", one.title}});
  return list;
}

}  // namespace yellowsea::web
