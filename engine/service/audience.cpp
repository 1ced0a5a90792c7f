#include "engine/service/audience.hpp"

#include <algorithm>

#include "engine/machine/path.hpp"

namespace yellowsea {
namespace {

constexpr const char* public_tag = "public";

std::vector<std::string> organisations_in(const machine::Item& item, const std::string& scope) {
  machine::Scope view;
  view.fields = &item.fields;
  const Json value = machine::value_at(view, scope);
  if (value.is_string()) return {value.get<std::string>()};
  std::vector<std::string> organisations;
  if (value.is_array()) {
    for (const Json& element : value) {
      if (element.is_string()) organisations.push_back(element.get<std::string>());
    }
  }
  return organisations;
}

bool rule_applies(const machine::ReadRule& rule, const machine::Item& item) {
  return rule.tag.empty() || item.has_tag(rule.tag);
}

bool rule_admits(const machine::ReadRule& rule, const machine::Item& item, const Caller& caller) {
  if (!caller.signed_in() || !rule_applies(rule, item)) return false;
  if (!rule.roles.empty() && std::find(rule.roles.begin(), rule.roles.end(), caller.role) == rule.roles.end())
    return false;
  if (rule.scope.empty()) return true;
  const auto organisations = organisations_in(item, rule.scope);
  return std::find(organisations.begin(), organisations.end(), caller.organisation) != organisations.end();
}

void sort_unique(std::vector<std::string>& tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

}  // namespace

bool is_public(const machine::Item& item) { return item.has_tag(public_tag); }

std::vector<std::string> reader_tokens(const machine::Item& item) {
  std::vector<std::string> tokens;
  if (is_public(item)) tokens.emplace_back("public");
  if (!item.definition->has_read) tokens.emplace_back("signed_in");
  for (const machine::ReadRule& rule : item.definition->read) {
    if (!rule_applies(rule, item)) continue;
    if (rule.scope.empty() && rule.roles.empty()) tokens.emplace_back("signed_in");
    const auto organisations =
        rule.scope.empty() ? std::vector<std::string>{} : organisations_in(item, rule.scope);
    for (const std::string& role : rule.roles) {
      if (rule.scope.empty()) tokens.push_back("role:" + role);
      for (const std::string& organisation : organisations)
        tokens.push_back("role:" + role + "@" + organisation);
    }
    if (rule.roles.empty()) {
      for (const std::string& organisation : organisations) tokens.push_back("organisation:" + organisation);
    }
  }
  sort_unique(tokens);
  return tokens;
}

std::vector<std::string> tokens_of(const Caller& caller) {
  std::vector<std::string> tokens{"public"};
  if (caller.signed_in()) {
    tokens.emplace_back("signed_in");
    tokens.push_back("role:" + caller.role);
    tokens.push_back("role:" + caller.role + "@" + caller.organisation);
    tokens.push_back("organisation:" + caller.organisation);
  }
  sort_unique(tokens);
  return tokens;
}

Sight sight_of(const Caller& caller, const machine::Item& item) {
  Sight sight = is_public(item) ? Sight::open : Sight::nothing;
  if (!item.definition->has_read && caller.signed_in()) return Sight::confidential;
  for (const machine::ReadRule& rule : item.definition->read) {
    if (rule_admits(rule, item, caller))
      sight = std::max(sight, rule.confidential ? Sight::confidential : Sight::internal);
  }
  return sight;
}

bool may_read(const Caller& caller, const machine::Item& item) {
  return sight_of(caller, item) != Sight::nothing;
}

Sight needed_sight(const Json& schema_properties, const std::string& name) {
  if (!schema_properties.is_object()) return Sight::open;
  const auto property = schema_properties.find(name);
  // What a schema does not name is made by the workflow itself; it is as open as the item.
  if (property == schema_properties.end() || !property->is_object()) return Sight::open;
  const std::string visibility = property->value("x-visibility", std::string("public"));
  if (visibility == "internal") return Sight::internal;
  if (visibility == "confidential") return Sight::confidential;
  return Sight::open;
}

Json visible_members(const std::optional<Json>& schema, const Json& values, Sight sight) {
  if (sight == Sight::confidential || !values.is_object()) return values;
  static const Json none = Json::object();
  const Json& properties = schema && schema->contains("properties") ? schema->at("properties") : none;
  Json visible = Json::object();
  for (const auto& [name, value] : values.items()) {
    if (needed_sight(properties, name) <= sight) visible[name] = value;
  }
  return visible;
}

}  // namespace yellowsea
