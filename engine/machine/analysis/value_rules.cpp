// Paths and parameters of guards: they exist, and have the types that the guard works on.
#include "engine/machine/analysis/value_rules.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/base/schema.hpp"

namespace yellowsea::machine {
namespace {

// Whether a reference stands in it, which means something only within the whole schema.
bool refers(const Json& schema) {
  if (!schema.is_structured()) return false;
  if (schema.is_object() && schema.contains("$ref")) return true;
  return std::any_of(schema.begin(), schema.end(), refers);
}

}  // namespace

ValueType ValueRules::path(const PathScope& scope, const std::string& text, const std::string& pointer) {
  if (text.empty()) return nullptr;
  const PathType found = type_of_path(scope, text);
  if (!found.wrong.empty()) {
    const std::string message = "the path '" + text + "' leads to nothing: " + found.wrong;
    if (found.certain) {
      findings_.error(pointer, "unknown_path", message);
    } else {
      findings_.warning(pointer, "unknown_path", message);
    }
  }
  return found.type;
}

void ValueRules::want(ValueType type, const std::vector<std::string>& json_types, const std::string& pointer,
                      const std::string& sentence) {
  if (std::any_of(json_types.begin(), json_types.end(),
                  [&](const std::string& name) { return may_be(type, name); })) {
    return;
  }
  findings_.error(pointer, "parameter_type", sentence + ", but this is " + type_text(type));
}

void ValueRules::want_time(ValueType type, const std::string& pointer, const std::string& sentence) {
  switch (time_form(type)) {
    case TimeForm::date:
    case TimeForm::instant:
    case TimeForm::unknown:
      return;
    case TimeForm::text:
      findings_.warning(pointer, "parameter_type",
                        sentence +
                            ", but this is a text of any form; give it \"format\": \"date\" or \"date-time\" "
                            "in its schema");
      return;
    case TimeForm::none:
      findings_.error(pointer, "parameter_type", sentence + ", but this is " + type_text(type));
      return;
  }
}

void ValueRules::want_value(ValueType type, const Json& value, const std::string& pointer,
                            const std::string& consequence) {
  if (type == nullptr || value.is_null() || refers(*type)) return;
  const auto errors = check_schema(*type, value);
  if (errors.empty()) return;
  const bool wrong_type = errors.front().rule == "type";
  std::string message =
      yellowsea::to_text(value) + " does not fit: it " + errors.front().detail + "; " + consequence;
  if (errors.front().rule == "enum" && value.is_string() && type->contains("enum")) {
    std::vector<std::string> choices;
    for (const Json& choice : type->at("enum")) {
      if (choice.is_string()) choices.push_back(choice.get<std::string>());
    }
    message += did_you_mean(value.get<std::string>(), choices);
  }
  if (wrong_type) {
    findings_.error(pointer, "parameter_type", message);
  } else {
    findings_.warning(pointer, "parameter_value", message);
  }
}

void ValueRules::mismatch(ValueType left, ValueType right, const std::string& pointer,
                          const std::string& consequence) {
  const std::string reason = never_equal(left, right);
  if (reason.empty()) return;
  if (disjoint(left, right)) {
    findings_.error(pointer, "parameter_type", consequence + ": " + reason);
  } else {
    findings_.warning(pointer, "parameter_type", consequence + ": " + reason);
  }
}

void ValueRules::comparison(const Guard& guard, const std::string& params, const PathScope& scope,
                            ValueType left, const std::string& what) {
  if (guard.other.empty()) {
    want_value(left, guard.value, params + "/value", "'" + what + "' never holds");
    return;
  }
  const ValueType right = path(scope, guard.other, params + "/other");
  mismatch(left, right, params + "/other", "the two are never equal");
}

void ValueRules::guard(const Guard& guard, const std::string& pointer, const PathScope& scope) {
  const std::string params = pointer + "/params";
  switch (guard.type) {
    case GuardType::all:
    case GuardType::any:
      for (std::size_t i = 0; i < guard.of.size(); ++i) {
        this->guard(guard.of[i], params + "/of/" + std::to_string(i), scope);
      }
      return;
    case GuardType::negation:
      if (!guard.of.empty()) this->guard(guard.of.front(), params + "/of", scope);
      return;
    case GuardType::equals:
      comparison(guard, params, scope, path(scope, guard.path, params + "/path"), "equals");
      return;
    case GuardType::present:
      path(scope, guard.path, params + "/path");
      return;
    case GuardType::before: {
      const std::string sentence = "'before' compares dates and instants";
      want_time(path(scope, guard.path, params + "/path"), params + "/path", sentence);
      want_time(path(scope, guard.other, params + "/other"), params + "/other", sentence);
      return;
    }
    case GuardType::actor:
      want(path(scope, guard.scope, params + "/scope"), {"string", "array"}, params + "/scope",
           "a 'scope' is an organisation or a list of them");
      return;
    case GuardType::in:
      return;  // its state is looked at with the names
    case GuardType::contains: {
      const ValueType list = path(scope, guard.path, params + "/path");
      want(list, {"array"}, params + "/path", "'contains' looks into a list");
      if (may_be(list, "array")) comparison(guard, params, scope, element_type(list), "contains");
      return;
    }
    case GuardType::each: {
      const ValueType list = path(scope, guard.path, params + "/path");
      want(list, {"array"}, params + "/path", "'each' goes through a list");
      PathScope inner = scope;
      inner.has_each = true;
      inner.each = element_type(list);
      if (!guard.of.empty()) this->guard(guard.of.front(), params + "/of", inner);
      return;
    }
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      selection(guard.selection, params, scope);
      if (guard.must) condition(*guard.must, params + "/must", scope, guard.selection.kind);
      return;
  }
}

void ValueRules::selection(const Selection& selection, const std::string& pointer, const PathScope& scope) {
  const Definition* other = analysed_.kind(selection.kind);
  for (const auto& [field, from] : selection.match) {
    const std::string place = below(pointer + "/match", field);
    const ValueType type = path(scope, from, place);
    if (field == "id" || other == nullptr || !other->fields) {
      want(type, {"string", "array"}, place, "an id is a text or a list of them");
      continue;
    }
    PathScope linked;
    linked.own = other;
    const PathType theirs = type_of_path(linked, below("/fields", field));
    if (!theirs.wrong.empty()) {
      findings_.error(
          place, "unknown_path",
          "the field '" + field + "' of '" + selection.kind + "' is matched, but " + theirs.wrong);
      continue;
    }
    // A list matches by its elements.
    const ValueType left = may_be(type, "array") && element_type(type) != nullptr ? element_type(type) : type;
    const ValueType right = may_be(theirs.type, "array") && element_type(theirs.type) != nullptr
                                ? element_type(theirs.type)
                                : theirs.type;
    mismatch(left, right, place, "this never matches '" + field + "'");
  }
  if (selection.having) condition(*selection.having, pointer + "/having", scope, selection.kind);
}

void ValueRules::condition(const Condition& condition, const std::string& pointer, const PathScope& scope,
                           const std::string& kind) {
  if (condition.where == nullptr) return;
  PathScope inner = scope;
  inner.has_linked = true;
  inner.linked = analysed_.kind(kind);
  guard(*condition.where, pointer + "/where", inner);
}

void check_values(const Analysed& analysed, Findings& findings) { ValueRules(analysed, findings).check(); }

}  // namespace yellowsea::machine
