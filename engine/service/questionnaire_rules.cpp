#include <algorithm>

#include "engine/base/json_members.hpp"
#include "engine/service/questionnaires.hpp"
#include "engine/service/views.hpp"

namespace yellowsea {
namespace {

const Json& property_of(const machine::Definition& definition, const std::string& field) {
  static const Json none = Json::object();
  if (!definition.fields || !definition.fields->contains("properties")) return none;
  const Json& properties = definition.fields->at("properties");
  return properties.contains(field) ? properties.at(field) : none;
}

// The values that a field may have, with their titles.
Json options_of_field(const Json& property) {
  Json options = Json::array();
  const Json values = property.value("enum", Json::array());
  const Json titles = property.value("x-enum-titles", Json::object());
  for (const Json& value : values) {
    if (!value.is_string()) continue;
    const std::string id = value.get<std::string>();
    options.push_back(Json{{"id", id}, {"text", titles.value(id, Json{{"en", id}})}});
  }
  return options;
}

Json options_of_members(const Pack& pack, const Json& members) {
  std::vector<std::pair<std::string, Json>> named;
  for (const Json& member : members) {
    for (const Organisation& one : pack.organisations()) {
      if (Json(one.id) != member) continue;
      const Json names = one.json.value("names", Json{{"en", one.id}});
      named.emplace_back(title_in(names, "en", one.id), Json{{"id", one.id}, {"text", names}});
    }
  }
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Json options = Json::array();
  for (auto& [name, option] : named) options.push_back(std::move(option));
  return options;
}

}  // namespace

Result<std::optional<QuestionnaireRules>> read_questionnaire_rules(const Pack& pack,
                                                                   const std::string& configuration) {
  const Json& json = pack.configuration(configuration);
  if (!json.is_object() || !json.contains("questionnaire")) return std::optional<QuestionnaireRules>();
  const auto wrong = [&](const std::string& detail) {
    return fail(ProblemCode::malformed, "pack",
                "config/" + configuration + ".json: questionnaire: " + detail);
  };
  const Json& own = json.at("questionnaire");
  const Json within = json.value("within", Json::object());
  QuestionnaireRules rules;
  rules.item_kind = text_member(json, "kind");
  rules.within_kind = text_member(within, "kind");
  rules.within_field = text_member(within, "field");
  rules.within_members = text_member(within, "members");
  rules.organisation_field = text_member(json.value("actor", Json::object()), "organisation");
  rules.design_role = text_member(own, "design");
  rules.count_role = text_member(own, "count");
  rules.preparing_in = texts_member(own, "preparing_in");
  rules.answering_in = texts_member(own, "answering_in");
  rules.count_field = text_member(own, "count_field");
  rules.count_event = text_member(own, "count_event");
  rules.suggested = own.value("suggested", Json::object());
  const auto definition = pack.definition(rules.item_kind);
  if (definition == nullptr || pack.definition(rules.within_kind) == nullptr)
    return wrong("'kind' and 'within' must name workflows of the pack");
  if (pack.role(rules.design_role) == nullptr) return wrong("'design' must name a role of the pack");
  for (const std::string* field : {&rules.count_field, &rules.organisation_field, &rules.within_field}) {
    if (property_of(*definition, *field).empty())
      return wrong("'" + *field + "' is no field of " + rules.item_kind);
  }
  return std::optional<QuestionnaireRules>(std::move(rules));
}

Json suggested_questionnaire(const Pack& pack, const QuestionnaireRules& rules, const machine::Item& within,
                             const std::string& language) {
  Json body = rules.suggested;
  body["language"] = language;
  const auto definition = pack.definition(rules.item_kind);
  for (Json& question : body["questions"]) {
    const std::string source = text_member(question, "options_from");
    question.erase("options_from");
    const Json& property = property_of(*definition, text_member(question, "field"));
    if (source == "members") {
      question["options"] =
          options_of_members(pack, within.fields.value(rules.within_members, Json::array()));
    } else if (source == "field") {
      question["options"] = options_of_field(property);
    }
    if (!question.contains("text")) question["text"] = property.value("x-title", Json::object());
  }
  return body;
}

}  // namespace yellowsea
