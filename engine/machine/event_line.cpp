#include "engine/machine/event_line.hpp"

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::machine {
namespace {

Result<std::string> text_member(const Json& json, const char* name, std::size_t line) {
  if (!json.contains(name)) return std::string();
  if (!json.at(name).is_string())
    return line_failure(line, "type", std::string("'") + name + "' must be a text");
  return json.at(name).get<std::string>();
}

Result<std::optional<Actor>> read_actor(const Json& json, std::size_t line) {
  if (!json.contains("actor") || json.at("actor").is_null()) return std::optional<Actor>();
  const Json& value = json.at("actor");
  if (!value.is_object())
    return line_failure(line, "type", "'actor' must be an object {user, role, organisation}");
  Actor actor;
  for (const auto& [name, place] : {std::pair{"user", &actor.user}, std::pair{"role", &actor.role},
                                    std::pair{"organisation", &actor.organisation}}) {
    auto text = text_member(value, name, line);
    if (!text) return Failure(text.error());
    *place = *text;
  }
  if (actor.user.empty() && actor.role.empty() && actor.organisation.empty()) return std::optional<Actor>();
  return std::optional<Actor>(actor);
}

Result<EventLine> read_line(std::string_view text, std::size_t number) {
  JsonLimits limits;
  limits.floats = true;
  const auto json = read_json(text, limits);
  if (!json) {
    return line_failure(number, json.error().rule,
                        "column " + std::to_string(json.error().place.column) + ": " + json.error().detail);
  }
  if (!json->is_object()) return line_failure(number, "type", "a line must be an object");
  EventLine line;
  line.number = number;
  auto kind = text_member(*json, "kind", number);
  if (!kind) return Failure(kind.error());
  line.kind = *kind;
  auto key = text_member(*json, "key", number);
  if (!key) return Failure(key.error());
  line.key = *key;
  if (json->contains("type") && !json->at("type").is_null()) {
    auto type = text_member(*json, "type", number);
    if (!type) return Failure(type.error());
    if (type->empty()) return line_failure(number, "type", "'type' must not be empty");
    line.type = *type;
  }
  if (json->contains("at") && !json->at("at").is_null()) {
    const Json& at = json->at("at");
    line.at = at.is_string() ? parse_instant(at.get<std::string>()) : std::nullopt;
    if (!line.at)
      return line_failure(number, "at", "'at' must be an RFC 3339 time such as 2026-01-05T09:00:00+09:00");
  }
  if (json->contains("data") && !json->at("data").is_null()) {
    if (!json->at("data").is_object()) return line_failure(number, "type", "'data' must be an object");
    line.data = json->at("data");
  }
  auto actor = read_actor(*json, number);
  if (!actor) return Failure(actor.error());
  line.actor = std::move(*actor);
  return line;
}

}  // namespace

Failure line_failure(std::size_t line, std::string rule, const std::string& detail) {
  Problem problem{ProblemCode::malformed,
                  std::move(rule),
                  "line " + std::to_string(line) + ": " + detail,
                  {},
                  Json::object()};
  problem.arguments["line"] = line;
  return Failure(std::move(problem));
}

Result<std::vector<EventLine>> read_event_lines(std::string_view text) {
  std::vector<EventLine> lines;
  std::size_t number = 0;
  for (const std::string& raw : split(text, '\n')) {
    ++number;
    if (trim(raw).empty()) continue;
    auto line = read_line(raw, number);
    if (!line) return Failure(line.error());
    if (line->at && !lines.empty() && lines.back().at && *line->at < *lines.back().at) {
      return line_failure(number, "order",
                          "times never go back, but this line is earlier than the one before");
    }
    if (!line->at && !lines.empty()) line->at = lines.back().at;
    lines.push_back(std::move(*line));
  }
  return lines;
}

}  // namespace yellowsea::machine
