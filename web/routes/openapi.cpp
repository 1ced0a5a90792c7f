#include "web/routes/openapi.hpp"

#include "engine/service/views.hpp"
#include "web/routes/openapi_parts.hpp"
#include "web/routes/openapi_schema.hpp"
#include "web/routes/openapi_table.hpp"

namespace yellowsea::web {
namespace {

Json list_parameters(const ListConfiguration& list) {
  Json parameters = Json::array();
  for (const auto& [name, field] : list.filters) parameters.push_back(parameter(name, "query", text()));
  for (const char* name : {"state", "tag", "q", "as_of", "sort", "cursor"})
    parameters.push_back(parameter(name, "query", text()));
  parameters.push_back(parameter("overdue", "query", Json{{"type", "boolean"}}));
  parameters.push_back(
      parameter("limit", "query", Json{{"type", "integer"}, {"minimum", 1}, {"maximum", 200}}));
  return parameters;
}

// One schema an event: its type and its data. It stands at the pointer.
Json event_schema(const machine::Definition& definition, const std::string& pointer) {
  Json alternatives = Json::array();
  for (const auto& event : definition.events) {
    if (event.internal || event.name == "open") continue;
    Json schema{
        {"type", "object"}, {"required", {"type"}}, {"title", title_in(event.title, "en", event.name)}};
    schema["properties"]["type"] = Json{{"const", event.name}};
    const std::string own = pointer + "/oneOf/" + std::to_string(alternatives.size()) + "/properties/data";
    schema["properties"]["data"] = event.data ? schema_inside(*event.data, own) : Json{{"type", "object"}};
    alternatives.push_back(std::move(schema));
  }
  if (alternatives.empty()) return Json{{"type", "object"}};
  return Json{{"oneOf", std::move(alternatives)}};
}

void add_kind(Json& document, const machine::Definition& definition, const Pack& pack) {
  const std::string base = "/api/v1/" + definition.path;
  const std::string name = definition.kind;
  const std::string title = title_in(definition.title, "en", name);
  Json& schemas = document["components"]["schemas"];
  const std::string place = "/components/schemas/" + name;
  schemas[name + "_fields"] =
      definition.fields ? schema_inside(*definition.fields, place + "_fields") : Json{{"type", "object"}};
  schemas[name + "_event"] = event_schema(definition, place + "_event");
  const Json as_of = parameter("as_of", "query", text());
  Json item = reference("Item");
  Json& paths = document["paths"];
  const Json id = parameter("id", "path", text(), true);
  paths[base]["get"] = Json{{"operationId", "list_" + name},
                            {"summary", "List: " + title},
                            {"parameters", list_parameters(pack.list(name))},
                            {"responses", with_errors({{"200", answer("A page", reference("List"))}})}};
  paths[base]["post"] = Json{
      {"operationId", "open_" + name},
      {"summary", "Open: " + title},
      {"parameters", Json::array({parameter("Idempotency-Key", "header", text())})},
      {"requestBody",
       {{"required", true}, {"content", {{"application/json", {{"schema", reference(name + "_fields")}}}}}}},
      {"responses", with_errors({{"201", answer("Opened", item)}})}};
  paths[base + "/{id}"]["get"] = Json{{"operationId", "get_" + name},
                                      {"summary", "One: " + title},
                                      {"parameters", Json::array({id, as_of})},
                                      {"responses", with_errors({{"200", answer("The item", item)}})}};
  paths[base + "/{id}/history"]["get"] =
      Json{{"operationId", "history_" + name},
           {"summary", "History: " + title},
           {"parameters", Json::array({id, as_of})},
           {"responses", with_errors({{"200", answer("Its events", Json{{"type", "object"}})}})}};
  const Json language =
      parameter("language", "query", Json{{"type", "string"}, {"enum", {"en", "ja", "zh", "ko"}}});
  const Json svg{{"description", "The workflow, the item's active states lit"},
                 {"content", {{"image/svg+xml", {{"schema", text()}}}}}};
  paths[base + "/{id}/picture"]["get"] = Json{{"operationId", "picture_" + name},
                                              {"summary", "Picture: " + title},
                                              {"parameters", Json::array({id, language})},
                                              {"responses", with_errors({{"200", svg}})}};
  paths[base + "/{id}/picture/words"]["get"] =
      Json{{"operationId", "picture_words_" + name},
           {"summary", "The same in words: " + title},
           {"parameters", Json::array({id, language})},
           {"responses", with_errors({{"200", answer("Active states, what may come next, timers",
                                                     Json{{"type", "object"}})}})}};
  const Json bytes{{"description", "The file, always to be saved"},
                   {"content", {{"application/octet-stream", {{"schema", Json::object()}}}}}};
  paths[base + "/{id}/attachments/{sha256}"]["get"] =
      Json{{"operationId", "attachment_" + name},
           {"summary", "A file that it names: " + title},
           {"parameters", Json::array({id, parameter("sha256", "path", text(), true)})},
           {"responses", with_errors({{"200", bytes}})}};
  paths[base + "/{id}/receipt"]["get"] =
      Json{{"operationId", "receipt_" + name},
           {"summary", "Proof that an event is in the ledger: " + title},
           {"parameters", Json::array({id, parameter("version", "query", Json{{"type", "integer"}})})},
           {"responses", with_errors({{"200", answer("Entry, event, inclusion proof, checkpoint",
                                                     Json{{"type", "object"}})}})}};
  Json& events = paths[base + "/{id}/events"];
  events["get"] = Json{
      {"operationId", "events_" + name},
      {"summary", "What may be done: " + title},
      {"parameters", Json::array({id, parameter("all", "query", Json{{"type", "boolean"}})})},
      {"responses",
       with_errors({{"200", answer("Events", Json{{"type", "array"}, {"items", {{"type", "object"}}}})}})}};
  events["post"] = Json{
      {"operationId", "fire_" + name},
      {"summary", "Fire an event: " + title},
      {"parameters", Json::array({id, parameter("If-Match", "header", text()),
                                  parameter("Idempotency-Key", "header", text())})},
      {"requestBody",
       {{"required", true}, {"content", {{"application/json", {{"schema", reference(name + "_event")}}}}}}},
      {"responses", with_errors({{"200", answer("The item", item)}})}};
}

Json kept_file() {
  return Json{
      {"type", "object"},
      {"properties",
       {{"reference", text()}, {"name", text()}, {"media_type", text()}, {"size", {{"type", "integer"}}}}}};
}

void add_upload(Json& document) {
  Json responses = with_errors({{"201", answer("Kept; events may name its reference", kept_file())}});
  responses["413"] = problem("Longer than 20 MiB");
  responses["415"] = problem("Not one of the kinds of files that are accepted");
  responses["429"] = problem("Too many at once, or too many that nothing names yet");
  document["paths"]["/api/v1/attachments"]["post"] =
      Json{{"operationId", "upload"},
           {"summary", "Upload a file, to name it in an event"},
           {"parameters", Json::array({parameter("name", "query", text(), true)})},
           {"requestBody",
            {{"required", true}, {"content", {{"application/octet-stream", {{"schema", Json::object()}}}}}}},
           {"responses", std::move(responses)}};
}

void add_own_upload(Json& document) {
  document["paths"]["/api/v1/attachments/{sha256}"]["get"] =
      Json{{"operationId", "own_upload"},
           {"summary", "What a file that the caller has uploaded is called"},
           {"parameters", Json::array({parameter("sha256", "path", text(), true)})},
           {"responses", with_errors({{"200", answer("The file", kept_file())}})}};
}

void add_notices(Json& document) {
  document["paths"]["/api/v1/notices"]["get"] =
      Json{{"operationId", "notices"},
           {"summary", "What came for the caller's role, the latest first, and how much of it is unread"},
           {"parameters", Json::array({parameter("before", "query", Json{{"type", "integer"}})})},
           {"responses", with_errors({{"200", answer("A page", Json{{"type", "object"}})}})}};
  document["paths"]["/api/v1/notices/read"]["put"] =
      Json{{"operationId", "read_notices"},
           {"summary", "All notices up to one have been read"},
           {"requestBody",
            {{"required", true},
             {"content",
              {{"application/json",
                {{"schema", Json{{"type", "object"},
                                 {"required", {"up_to"}},
                                 {"properties", {{"up_to", {{"type", "integer"}}}}}}}}}}}}},
           {"responses", with_errors({{"204", Json{{"description", "Noted"}}}})}};
}

// C2SP tlog-tiles, which other people's clients read.
void add_ledger(Json& document) {
  Json& paths = document["paths"];
  const Json note{{"description", "A signed note"}, {"content", {{"text/plain", {{"schema", text()}}}}}};
  const Json bytes{{"description", "Hashes, or entries after their lengths"},
                   {"content", {{"application/octet-stream", {{"schema", Json::object()}}}}}};
  paths["/checkpoint"]["get"] = Json{{"operationId", "checkpoint"},
                                     {"summary", "The ledger's size and root, signed (C2SP tlog-checkpoint)"},
                                     {"responses", {{"200", note}}}};
  paths["/tile/{level}/{number}"]["get"] = Json{
      {"operationId", "tile"},
      {"summary", "A tile of the ledger (C2SP tlog-tiles); the level \"entries\" has what was accepted"},
      {"parameters",
       Json::array({parameter("level", "path", text(), true), parameter("number", "path", text(), true)})},
      {"responses", {{"200", bytes}, {"404", problem("The ledger has no such tile")}}}};
  paths["/api/v1/ledger"]["get"] =
      Json{{"operationId", "ledger"},
           {"summary", "The ledger's origin, verifier key, checkpoint and who cosigned it"},
           {"responses", with_errors({{"200", answer("The ledger", Json{{"type", "object"}})}})}};
}

// Everything that no kind of the pack brings with it.
void add_what_every_pack_has(Json& document) {
  add_upload(document);
  add_own_upload(document);
  add_notices(document);
  add_ledger(document);
  add_routes(document, common_routes());
  add_access(document);
  document["paths"]["/api/v1/meta"]["get"] =
      Json{{"operationId", "meta"},
           {"summary", "Kinds, roles and organisations"},
           {"parameters", Json::array({Json{{"name", "language"},
                                            {"in", "query"},
                                            {"description", "Texts in this language only"},
                                            {"schema", {{"type", "string"}}}}})},
           {"responses", with_errors({{"200", answer("The pack", Json{{"type", "object"}})}})}};
}

}  // namespace

Result<void> check_addresses(const Pack& pack) {
  Json document = Json::object();
  add_what_every_pack_has(document);
  for (const auto& definition : pack.definitions()) {
    const std::string address = "/api/v1/" + definition->path;
    for (const auto& [path, methods] : document["paths"].items()) {
      if (path != address && !path.starts_with(address + "/")) continue;
      return fail(ProblemCode::malformed, "address",
                  "the kind '" + definition->kind + "' can't have the path '" + definition->path +
                      "': the interface itself has " + path);
    }
  }
  return {};
}

Json openapi(const Pack& pack) {
  const Json& settings = pack.configuration("yellowsea");
  const Json name = settings.is_object() ? settings.value("name", Json::object()) : Json::object();
  Json document{{"openapi", "3.1.0"},
                {"info",
                 {{"title", title_in(name, "en", "yellowsea")},
                  {"version", "1"},
                  {"license", {{"name", "see the project"}, {"identifier", "0BSD"}}}}},
                {"servers", Json::array({Json{{"url", "/"}}})},
                {"security", Json::array({Json{{"token", Json::array()}}, Json{{"session", Json::array()}},
                                          Json::object()})}};
  document["components"]["securitySchemes"]["token"] = Json{{"type", "http"}, {"scheme", "bearer"}};
  document["components"]["securitySchemes"]["session"] =
      Json{{"type", "apiKey"}, {"in", "cookie"}, {"name", "yellowsea_session"}};
  Json& schemas = document["components"]["schemas"];
  schemas["Problem"] = Json{{"type", "object"},
                            {"required", {"type", "title", "status"}},
                            {"properties",
                             {{"type", text()},
                              {"title", text()},
                              {"status", {{"type", "integer"}}},
                              {"detail", text()},
                              {"rule", text()}}}};
  schemas["Item"] = Json{{"type", "object"},
                         {"required",
                          {"kind", "id", "version", "workflow", "state", "configuration", "fields",
                           "created_at", "updated_at", "links"}},
                         {"properties",
                          {{"kind", text()},
                           {"id", text()},
                           {"version", {{"type", "integer"}}},
                           {"workflow", {{"type", "object"}}},
                           {"state", {{"type", {"string", "object"}}}},
                           {"configuration", {{"type", "array"}, {"items", text()}}},
                           {"fields", {{"type", "object"}}},
                           {"created_at", text()},
                           {"updated_at", text()},
                           {"deadline", {{"type", {"string", "null"}}}},
                           {"overdue", {{"type", "boolean"}}},
                           {"links", {{"type", "object"}}}}}};
  schemas["List"] = Json{{"type", "object"},
                         {"required", {"items", "next"}},
                         {"properties",
                          {{"items", {{"type", "array"}, {"items", reference("Item")}}},
                           {"next", {{"type", {"string", "null"}}}}}}};
  for (const auto& definition : pack.definitions()) add_kind(document, *definition, pack);
  add_what_every_pack_has(document);
  return document;
}

}  // namespace yellowsea::web
