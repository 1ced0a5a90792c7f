#include "web/pages/pages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "web/pages/assets.hpp"

namespace yellowsea::web {
namespace {

constexpr std::array<std::string_view, 4> kLanguages = {"en", "ja", "zh", "ko"};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool is_language(std::string_view text) {
  return std::find(kLanguages.begin(), kLanguages.end(), text) != kLanguages.end();
}

struct Weighted {
  std::string value;  // in lower case
  double weight;
};

// One member of Accept-Language or Accept-Encoding (RFC 9110, 12.4.2). A weight that can't be read counts as
// 0.
Weighted weighted(std::string_view member) {
  const std::vector<std::string_view> parts = split(member, ';');
  Weighted result{std::string(trim(parts[0])), 1.0};
  for (char& c : result.value) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view parameter = trim(parts[i]);
    if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') continue;
    double weight = 0;
    const auto read = std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
    result.weight = read.ec == std::errc{} && weight >= 0 && weight <= 1 ? weight : 0;
  }
  return result;
}

struct StoredForm {
  std::string_view coding;  // "" for the file as it is
  std::string_view bytes;
};

// The smallest of the stored forms that the client takes.
StoredForm form_for(const Asset& asset, std::string_view accept_encoding) {
  StoredForm best{"", asset.content};
  for (const StoredForm& form : {StoredForm{"gzip", asset.gzip}, StoredForm{"br", asset.brotli}}) {
    if (!form.bytes.empty() && form.bytes.size() < best.bytes.size() &&
        accepts_coding(accept_encoding, form.coding))
      best = form;
  }
  return best;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  for (std::string_view candidate : split(if_none_match, ',')) {
    candidate = trim(candidate);
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == etag || candidate == "*") return true;
  }
  return false;
}

Response serve(const Request& request, const Asset& asset, std::string_view cache_control,
               std::string_view vary) {
  Response response;
  response.headers = {{"etag", std::string(asset.etag)},
                      {"cache-control", std::string(cache_control)},
                      {"vary", std::string(vary)}};
  if (etag_matches(request.header("if-none-match"), asset.etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("content-type", asset.content_type);
  response.headers.emplace_back("x-content-type-options", "nosniff");
  if (asset.name.ends_with(".html")) {
    response.headers.emplace_back("content-security-policy", content_security_policy());
    response.headers.emplace_back("referrer-policy", "same-origin");
    response.headers.emplace_back("cross-origin-opener-policy", "same-origin");
  }
  const StoredForm form = form_for(asset, request.header("accept-encoding"));
  if (!form.coding.empty()) response.headers.emplace_back("content-encoding", form.coding);
  response.static_body = form.bytes;
  return response;
}

const Asset* find_shell(std::string_view language, std::string_view page) {
  return find_asset("shells/" + std::string(language) + "/" + std::string(page) + ".html");
}

struct Shell {
  const Asset* asset = nullptr;  // null: no page
  bool missing = false;          // the page says that there is no such page
};

// Of a kind: its list, an item, a form.
const Asset* kind_shell(std::string_view language, const std::vector<std::string_view>& parts) {
  switch (parts.size()) {
    case 1:
      return find_shell(language, "_list");
    case 2:
      return find_shell(language, parts[1] == "new" ? "_new" : "_item");
    case 3:
      return find_shell(language, "_event");
    default:
      return nullptr;
  }
}

// `parts` is the path below the language. A page's own name comes before a kind's.
Shell shell_for(std::string_view language, const std::vector<std::string_view>& parts,
                const PagesHere& here) {
  if (parts.empty()) return {find_shell(language, "_start")};
  for (const std::string_view part : parts) {
    if (part.empty() || part.front() == '_') return {};
  }
  const std::string name(parts[0]);
  if (std::find(here.hidden.begin(), here.hidden.end(), name) == here.hidden.end()) {
    // A plus sign marks the pages that have one more below them (the register's entries).
    if (const Asset* deep = find_shell(language, name + "+")) return {parts.size() <= 2 ? deep : nullptr};
    if (const Asset* page = find_shell(language, name)) return {parts.size() == 1 ? page : nullptr};
  }
  return {kind_shell(language, parts), here.has_kind && !here.has_kind(name)};
}

std::optional<Response> serve(const Request& request, const Shell& shell, std::string_view vary) {
  if (shell.asset == nullptr) return std::nullopt;
  if (!shell.missing) return serve(request, *shell.asset, "no-cache", vary);
  // Nobody can have kept it: there is nothing to be kept.
  Request anew = request;
  std::erase_if(anew.headers, [](const auto& header) { return header.first == "if-none-match"; });
  Response response = serve(anew, *shell.asset, "no-cache", vary);
  std::erase_if(response.headers, [](const auto& header) { return header.first == "etag"; });
  response.status = 404;
  return response;
}

Response redirect(std::string location) {
  Response response;
  response.status = 302;
  response.headers = {
      {"location", std::move(location)}, {"vary", "accept-language"}, {"cache-control", "no-cache"}};
  return response;
}

std::optional<Response> answer(const Request& request, const PagesHere& here) {
  const std::string_view path = request.path;
  if (path == "/")
    return redirect("/" + std::string(preferred_language(request.header("accept-language"))) + "/");
  if (path.starts_with("/assets/")) {
    const Asset* asset = find_asset(path.substr(1));
    if (!asset) return std::nullopt;
    return serve(request, *asset, "public, max-age=31536000, immutable", "accept-encoding");
  }
  std::vector<std::string_view> parts = split(path.substr(1), '/');
  const std::string_view first = parts[0];
  if ((first == "register" || first == "survey") &&
      std::find(here.hidden.begin(), here.hidden.end(), first) == here.hidden.end()) {
    const auto language = preferred_language(request.header("accept-language"));
    return serve(request, shell_for(language, parts, here), "accept-encoding, accept-language");
  }
  if (!is_language(first)) return std::nullopt;
  if (parts.size() == 1) return redirect("/" + std::string(first) + "/");
  parts.erase(parts.begin());
  if (parts.size() == 1 && parts[0].empty()) parts.clear();
  return serve(request, shell_for(first, parts, here), "accept-encoding");
}

}  // namespace

std::string_view content_security_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
         "require-trusted-types-for 'script'";
}

bool accepts_coding(std::string_view accept_encoding, std::string_view name) {
  for (const std::string_view member : split(accept_encoding, ',')) {
    const Weighted coding = weighted(member);
    if (coding.value == name) return coding.weight > 0;
  }
  return false;
}

std::string_view preferred_language(std::string_view accept_language) {
  std::string_view best = kLanguages[0];
  double best_weight = 0;
  for (const std::string_view member : split(accept_language, ',')) {
    const Weighted range = weighted(member);
    if (range.weight <= best_weight) continue;
    for (const std::string_view language : kLanguages) {
      const bool same = range.value == language;
      const bool regional = range.value.starts_with(language) && range.value.size() > language.size() &&
                            range.value[language.size()] == '-';
      if (!same && !regional) continue;
      best = language;
      best_weight = range.weight;
    }
  }
  return best;
}

std::optional<Response> serve_page(const Request& request, const PagesHere& here) {
  if (request.path.empty() || request.path.front() != '/') return std::nullopt;
  std::optional<Response> response = answer(request, here);
  if (!response || request.method == "GET" || request.method == "HEAD") return response;
  Response refused;
  refused.status = 405;
  refused.headers = {{"allow", "GET, HEAD"}};
  return refused;
}

}  // namespace yellowsea::web
