#include "web/routes/openapi_parts.hpp"

namespace yellowsea::web {
namespace {

Json errors() {
  return Json{{"400", problem("Malformed")},
              {"401", problem("Not signed in")},
              {"403", problem("Not yours to do")},
              {"404", problem("Unknown, or not to be known")},
              {"409", problem("Refused by the state or a rule")},
              {"412", problem("Stale version")},
              {"422", problem("Fields are wrong")},
              {"503", problem("Not available now")}};
}

}  // namespace

Json reference(const std::string& name) { return Json{{"$ref", "#/components/schemas/" + name}}; }

Json answer(const std::string& description, const Json& schema) {
  return Json{{"description", description}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json problem(const std::string& description) {
  return Json{{"description", description},
              {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
}

Json parameter(const std::string& name, const std::string& in, const Json& schema, bool required) {
  return Json{{"name", name}, {"in", in}, {"required", required}, {"schema", schema}};
}

const Json& text() {
  static const Json schema{{"type", "string"}};
  return schema;
}

Json with_errors(Json responses) {
  responses.update(errors());
  return responses;
}

}  // namespace yellowsea::web
