#include "web/action/public_page.hpp"

#include <algorithm>
#include <array>

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "web/pages/assets.hpp"
#include "web/pages/pages.hpp"
#include "web/routes/items.hpp"

namespace yellowsea::web {
namespace {

using html::Address;
using html::element;
using html::Markup;

constexpr std::array<std::pair<const char*, const char*>, 4> languages{
    {{"en", "English"}, {"ja", "日本語"}, {"zh", "中文"}, {"ko", "한국어"}}};

Markup language_links(const Call& call, const PublicAddress& address, const PublicWords& words) {
  Markup links;
  std::vector<std::string> segments{"", address.page};
  if (!address.id.empty()) segments.push_back(address.id);
  for (const auto& [code, name] : languages) {
    segments[0] = code;
    std::vector<html::Attribute> attributes{
        {"href", Address::here(segments, call.request.query)}, {"lang", code}, {"hreflang", code}};
    if (words.language() == code) attributes.push_back({"aria-current", "true"});
    links += element("a", attributes, name);
    links += " ";
  }
  return element("nav", {{"aria-label", words.say()("frame.language")}, {"class", "top__languages"}}, links);
}

Markup frame(const ApiParts& parts, const Call& call, const PublicAddress& address, const PublicWords& words,
             const PublicPage& page) {
  const Texts& say = words.say();
  const Json& settings = parts.pack.configuration("yellowsea");
  const Json& pages = parts.pack.configuration("pages");
  const std::string name = words.pick(settings.is_object() ? settings.value("name", Json::object()) : Json());
  const auto container = [](Markup content) {
    return element("div", {{"class", "govuk-width-container"}}, content);
  };
  Markup links;
  for (const auto& [name_of_page, key] : {std::pair{"register", "page.register"}, {"help", "page.help"}}) {
    const auto& hidden = parts.options.hidden_pages;
    if (std::find(hidden.begin(), hidden.end(), name_of_page) != hidden.end()) continue;
    links += element("a", {{"href", Address::here({words.language(), name_of_page})}}, say(key));
    links += " ";
  }
  const Markup row{
      element("a", {{"class", "top__name"}, {"href", Address::here({words.language(), ""})}}, name),
      element("nav", {{"aria-label", say("frame.navigation")}, {"class", "top__nav"}}, links),
      language_links(call, address, words)};
  Markup top =
      element("div", {{"class", "top"}}, element("div", {{"class", "govuk-width-container top__row"}}, row));
  if (parts.options.demo) {
    top += element("p", {{"class", "demo"}},
                   element("span", {{"class", "govuk-width-container"}}, say("frame.demo")));
  }
  const Json footer = pages.is_object() ? pages.value("footer", Json()) : Json();
  return {element("header", top),
          container(element("main", {{"id", "main"}, {"class", "govuk-main-wrapper"}}, page.content)),
          element("footer", {{"class", "bottom"}}, container(words.pick(footer, name)))};
}

// With what begins and ends it.
void replace_element(std::string& text, std::string_view begin, std::string_view end, const Markup& with) {
  const std::size_t from = text.find(begin);
  const std::size_t to = from == std::string::npos ? from : text.find(end, from);
  if (to != std::string::npos) text.replace(from, to + end.size() - from, with.text());
}

// A day, as the form without a script sends it, means its end; a day that is not over yet means now. Without
// a script nobody says where the reader is: the day ends in UTC.
Query with_instants(Query query, Instant now) {
  std::erase_if(query, [&](auto& parameter) {
    if (parameter.first != "as_of") return false;
    if (parameter.second.empty()) return true;
    const auto day = parse_date(parameter.second);
    if (!day) return false;
    const Instant end = start_of(*day, Duration{.days = 1}, Zone::utc()) - std::chrono::seconds(1);
    parameter.second = format_instant(end);
    return end >= now;
  });
  return query;
}

}  // namespace

ApiAnswer ask(const ApiParts& parts, StoreRepository& repository, const Call& call,
              const std::vector<std::string>& segments, Query query) {
  Call asked;
  asked.request.method = "GET";
  asked.request.query = with_instants(std::move(query), call.now);
  asked.segments = segments;
  asked.language = call.language;
  asked.now = call.now;
  const auto response = read_items(parts, repository, asked);
  if (!response) return {404, Json::object()};
  return {response->status, Json::parse(response->body, nullptr, false)};
}

std::vector<Json> ask_all(const ApiParts& parts, StoreRepository& repository, const Call& call,
                          const std::string& path, Query query, std::size_t most) {
  std::vector<Json> all;
  query.emplace_back("limit", "200");
  std::string cursor;
  do {
    Query page = query;
    if (!cursor.empty()) page.emplace_back("cursor", cursor);
    const ApiAnswer answer = ask(parts, repository, call, {path}, std::move(page));
    if (answer.status != 200) return all;
    for (const Json& item : answer.body.at("items")) all.push_back(item);
    const Json next = answer.body.value("next", Json());
    cursor = next.is_string() ? next.get<std::string>() : "";
  } while (!cursor.empty() && all.size() < most);
  return all;
}

std::optional<PublicAddress> public_address(const Call& call) {
  const auto parts = split(std::string_view(call.request.path).substr(1), '/');
  PublicAddress address;
  const bool given = std::any_of(languages.begin(), languages.end(),
                                 [&](const auto& each) { return parts[0] == each.first; });
  address.language_given = given;
  address.language = given ? parts[0] : call.language;
  const std::size_t at = given ? 1 : 0;
  if (parts.size() <= at || parts.size() > at + 2) return std::nullopt;
  address.page = parts[at];
  if (parts.size() == at + 2) address.id = parts[at + 1];
  if (parts.size() == at + 2 && address.id.empty()) return std::nullopt;
  return address;
}

std::string origin_of(const Request& request) {
  return (request.secure ? "https://" : "http://") + std::string(request.header("host"));
}

Response with_etag(const Request& request, Response response) {
  const std::string etag = "\"" + to_hex(sha256(response.body)).substr(0, 20) + "\"";
  response.headers.emplace_back("etag", etag);
  if (response.status == 200 && request.header("if-none-match").find(etag) != std::string_view::npos) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

std::optional<Response> respond_with(const ApiParts& parts, const Call& call, const PublicAddress& address,
                                     const PublicWords& words, const PublicPage& page) {
  const Asset* shell = find_asset("shells/" + words.language() + "/" + address.page + "+.html");
  if (shell == nullptr) return std::nullopt;
  std::string text(shell->content);
  const Markup title(page.title + " – " + words.say()("page." + address.page));
  replace_element(text, "<title>", "</title>", element("title", title));
  replace_element(text, "<noscript>", "</noscript>",
                  element("div", {{"id", "static"}}, frame(parts, call, address, words, page)));
  const Json& pages = words.pack().configuration("pages");
  const std::string lead = words.pick(pages.is_object() ? pages.value("lead", Json()) : Json(), page.title);
  const Markup description = html::void_element("meta", {{"name", "description"}, {"content", lead}});
  if (const std::size_t end = text.find("</head>"); end != std::string::npos)
    text.insert(end, description.text() + "\n" + page.head.text() + "\n");
  Response response{
      page.status,
      {{"content-type", "text/html; charset=utf-8"},
       {"cache-control", "no-cache"},
       {"vary", address.language_given ? "accept-encoding" : "accept-encoding, accept-language"},
       {"content-language", words.language()},
       {"x-content-type-options", "nosniff"},
       {"content-security-policy", std::string(content_security_policy())},
       {"referrer-policy", "same-origin"},
       {"cross-origin-opener-policy", "same-origin"}},
      std::move(text),
      {}};
  return with_etag(call.request, std::move(response));
}

}  // namespace yellowsea::web
