#include "web/routes/openapi_table.hpp"

#include <array>
#include <string>
#include <string_view>

#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

constexpr const char* json = "application/json";

constexpr std::array routes{
    RouteLine{"get", "/api/v1/dashboard", "dashboard",
              "How many and which: overdue, due soon, waiting for somebody", "city,round,as_of", 200, json,
              ""},
    RouteLine{"get", "/api/v1/session", "session", "Who is signed in, and in which role", "", 200, json, ""},
    RouteLine{"get", "/api/v1/session/reader", "reader", "The session of who reads, null for the public", "",
              200, json, ""},
    RouteLine{"post", "/api/v1/session", "sign_in", "Sign in", "", 200, json, json},
    RouteLine{"delete", "/api/v1/session", "sign_out", "Sign out", "", 204, "", ""},
    RouteLine{"put", "/api/v1/session/acting", "act_as", "Choose the role to act in", "", 200, json, json},
    RouteLine{"post", "/api/v1/first-administrator", "first_administrator",
              "Claim an installation that has no people yet", "", 201, json, json},
    RouteLine{"get", "/api/v1/drafts/{key}", "draft", "A form that was begun", "", 200, json, ""},
    RouteLine{"put", "/api/v1/drafts/{key}", "keep_draft", "Keep a form that was begun", "", 204, "", json},
    RouteLine{"delete", "/api/v1/drafts/{key}", "remove_draft", "Forget a form that was begun", "", 204, "",
              ""},
    RouteLine{"get", "/api/v1/stand-ins", "stand_ins", "Colleagues, and who stands in for whom", "", 200,
              json, ""},
    RouteLine{"put", "/api/v1/stand-ins/own", "name_stand_in", "Name who stands in while one is away", "",
              204, "", json},
    RouteLine{"delete", "/api/v1/stand-ins/own", "end_stand_in", "Nobody stands in any more", "", 204, "",
              ""},
    RouteLine{"get", "/healthz", "healthz", "Whether the program runs", "", 200, "text/plain", ""},
    RouteLine{"get", "/readyz", "readyz", "Whether it can answer", "", 200, "text/plain", ""},
    RouteLine{"get", "/metrics", "metrics", "Figures for Prometheus", "", 200, "text/plain", ""},
    RouteLine{"get", "/openapi.json", "openapi", "This document", "", 200, json, ""},
};

Json parameter(const std::string& name, const char* in) {
  return Json{{"name", name},
              {"in", in},
              {"required", in == std::string_view("path")},
              {"schema", {{"type", "string"}}}};
}

// Those in the path, between braces, and those of the query.
Json parameters_of(const RouteLine& route) {
  Json list = Json::array();
  const std::string_view path = route.path;
  for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1))
    list.push_back(parameter(std::string(path.substr(at + 1, path.find('}', at) - at - 1)), "path"));
  for (const std::string& name : split(route.query, ',')) {
    if (!name.empty()) list.push_back(parameter(name, "query"));
  }
  return list;
}

Json content(const char* media) {
  const bool is_json = media == std::string_view(json);
  return Json{{media, {{"schema", is_json ? Json{{"type", "object"}} : Json{{"type", "string"}}}}}};
}

Json problem(const char* description) {
  return Json{
      {"description", description},
      {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

}  // namespace

void add_routes(Json& document, std::span<const RouteLine> lines) {
  for (const RouteLine& route : lines) {
    Json success{{"description", route.summary}};
    if (route.answer != std::string_view()) success["content"] = content(route.answer);
    Json responses{{std::to_string(route.status), std::move(success)},
                   {"400", problem("Malformed")},
                   {"401", problem("Not signed in")},
                   {"404", problem("Unknown, or not to be known")},
                   {"422", problem("Fields are wrong")}};
    Json operation{{"operationId", route.name},
                   {"summary", route.summary},
                   {"parameters", parameters_of(route)},
                   {"responses", std::move(responses)}};
    if (route.body != std::string_view())
      operation["requestBody"] = Json{{"required", true}, {"content", content(route.body)}};
    document["paths"][route.path][route.method] = std::move(operation);
  }
}

std::span<const RouteLine> common_routes() { return routes; }

}  // namespace yellowsea::web
