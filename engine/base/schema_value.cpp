#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/json_pointer.hpp"
#include "engine/base/schema.hpp"
#include "engine/base/schema_keyword.hpp"
#include "engine/base/schema_reference.hpp"
#include "engine/base/schema_scalar.hpp"

namespace yellowsea {
namespace {

std::string counted(std::size_t number, const char* what) { return std::to_string(number) + " " + what; }

// Walks a value along its schema and collects what does not fit. A keyword of a wrong type is taken as
// absent: check_schema_itself is what complains about it.
class ValueCheck {
 public:
  explicit ValueCheck(const Json& whole) : whole_(whole) {}

  // False if something is wrong.
  bool check(const Json& schema, const Json& value, const std::string& pointer) {
    if (schema.is_boolean() && !schema.get<bool>())
      return wrong(pointer, "not_allowed", "no value is allowed here");
    if (!schema.is_object()) return true;
    if (too_deep_ || nesting_ == max_schema_nesting) {
      too_deep_ = true;
      return false;
    }
    ++nesting_;
    const bool fit = check_keywords(schema, value, pointer);
    --nesting_;
    return fit;
  }

  // Several parts of a schema may find the same fault.
  std::vector<FieldError> take() {
    if (too_deep_) return {{"", "too_deep", "the value and its schema are too deep to be checked"}};
    if (errors_.size() < 2) return std::move(errors_);
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::erase_if(errors_, [&](const FieldError& error) {
      return !seen.insert({error.pointer, error.rule, error.detail}).second;
    });
    return std::move(errors_);
  }

 private:
  // What is known of a value and the target of a reference.
  struct Visit {
    bool fit = true;
    bool judged = false;
    bool reported = false;
  };

  bool wrong(std::string pointer, std::string rule, std::string detail) {
    if (quiet_ == 0) errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
    return false;
  }

  // Where one of several must fit, what is wrong with each is nobody's fault.
  bool quietly(const Json& schema, const Json& value) {
    ++quiet_;
    const bool fit = check(schema, value, "");
    --quiet_;
    return fit;
  }

  bool check_keywords(const Json& schema, const Json& value, const std::string& pointer) {
    if (const std::string types = wanted_types(schema, value); !types.empty())
      return wrong(pointer, "type", "must be of type " + types);
    bool fit = true;
    for (SchemaFault& fault : scalar_faults(schema, value, patterns_))
      fit = wrong(pointer, std::move(fault.rule), std::move(fault.detail));
    if (value.is_array()) {
      fit = check_array(schema, value, pointer) && fit;
      fit = check_contains(schema, value, pointer) && fit;
    }
    if (value.is_object()) {
      fit = check_presence(schema, value, pointer) && fit;
      fit = check_members(schema, value, pointer) && fit;
      fit = check_dependents(schema, value, pointer) && fit;
    }
    fit = check_reference(schema, value, pointer) && fit;
    return check_combinations(schema, value, pointer) && fit;
  }

  bool check_array(const Json& schema, const Json& value, const std::string& pointer) {
    bool fit = true;
    const std::size_t least = size_or(schema, "minItems", 0);
    const std::size_t most = size_or(schema, "maxItems", value.size());
    if (value.size() < least)
      fit = wrong(pointer, "min_items", "must have at least " + counted(least, "elements"));
    if (value.size() > most)
      fit = wrong(pointer, "max_items", "must have at most " + counted(most, "elements"));
    const auto place = [&](std::size_t index) { return pointer + "/" + std::to_string(index); };
    if (const auto unique = schema.find("uniqueItems"); unique != schema.end() && *unique == true) {
      std::set<Json> seen;
      for (std::size_t at = 0; at < value.size(); ++at) {
        if (!seen.insert(value[at]).second)
          fit = wrong(place(at), "unique_items", "stands here a second time");
      }
    }
    const Json* first = list_at(schema, "prefixItems");
    const Json* items = keyword_at(schema, "items");
    const std::size_t named = first == nullptr ? 0 : first->size();
    for (std::size_t at = 0; at < value.size(); ++at) {
      const Json* own = at < named ? &(*first)[at] : items;
      if (own != nullptr) fit = check(*own, value[at], place(at)) && fit;
    }
    return fit;
  }

  bool check_contains(const Json& schema, const Json& value, const std::string& pointer) {
    const Json* wanted = keyword_at(schema, "contains");
    if (wanted == nullptr) return true;
    const auto count = static_cast<std::size_t>(std::count_if(
        value.begin(), value.end(), [&](const Json& element) { return quietly(*wanted, element); }));
    const std::size_t least = size_or(schema, "minContains", 1);
    const std::size_t most = size_or(schema, "maxContains", value.size());
    bool fit = true;
    if (count < least) {
      fit = schema.contains("minContains")
                ? wrong(pointer, "min_contains",
                        "must have at least " + counted(least, "elements of the kind that is asked for"))
                : wrong(pointer, "contains", "must have an element of the kind that is asked for");
    }
    if (count > most) {
      fit = wrong(pointer, "max_contains",
                  "must have at most " + counted(most, "elements of the kind that is asked for"));
    }
    return fit;
  }

  // A member that is not there.
  bool missing(const Json& object, const std::string& pointer, const Json& name, const char* rule,
               const std::string& detail) {
    if (!name.is_string() || object.contains(name.get_ref<const std::string&>())) return true;
    return wrong(pointer + "/" + pointer_segment(name.get_ref<const std::string&>()), rule, detail);
  }

  bool check_presence(const Json& schema, const Json& value, const std::string& pointer) {
    bool fit = true;
    if (const Json* required = list_at(schema, "required"); required != nullptr) {
      for (const Json& name : *required) fit = missing(value, pointer, name, "required", "is missing") && fit;
    }
    const std::size_t least = size_or(schema, "minProperties", 0);
    const std::size_t most = size_or(schema, "maxProperties", value.size());
    if (value.size() < least)
      fit = wrong(pointer, "min_properties", "must have at least " + counted(least, "members"));
    if (value.size() > most)
      fit = wrong(pointer, "max_properties", "must have at most " + counted(most, "members"));
    return fit;
  }

  bool check_members(const Json& schema, const Json& value, const std::string& pointer) {
    bool fit = true;
    const Json* properties = object_at(schema, "properties");
    const Json* patterns = object_at(schema, "patternProperties");
    const Json* others = keyword_at(schema, "additionalProperties");
    const Json* names = keyword_at(schema, "propertyNames");
    for (const auto& [name, member] : value.items()) {
      const std::string place = pointer + "/" + pointer_segment(name);
      bool declared = false;
      if (properties != nullptr && properties->contains(name)) {
        declared = true;
        fit = check(properties->at(name), member, place) && fit;
      }
      if (patterns != nullptr) {
        for (const auto& [pattern, inner] : patterns->items()) {
          if (!patterns_.found_in(pattern, name)) continue;
          declared = true;
          fit = check(inner, member, place) && fit;
        }
      }
      if (!declared && others != nullptr) {
        fit = (*others == false ? wrong(place, "unknown_field", "is not a known field")
                                : check(*others, member, place)) &&
              fit;
      }
      if (names != nullptr && !quietly(*names, names_.emplace_back(name)))
        fit = wrong(place, "property_names", "has a name that is not allowed here");
    }
    return fit;
  }

  bool check_dependents(const Json& schema, const Json& value, const std::string& pointer) {
    bool fit = true;
    if (const Json* demands = object_at(schema, "dependentRequired"); demands != nullptr) {
      for (const auto& [name, needed] : demands->items()) {
        if (!value.contains(name) || !needed.is_array()) continue;
        for (const Json& other : needed) {
          fit = missing(value, pointer, other, "dependent_required",
                        "is missing, and needed beside '" + name + "'") &&
                fit;
        }
      }
    }
    if (const Json* schemas = object_at(schema, "dependentSchemas"); schemas != nullptr) {
      for (const auto& [name, inner] : schemas->items()) {
        if (value.contains(name)) fit = check(inner, value, pointer) && fit;
      }
    }
    return fit;
  }

  bool check_reference(const Json& schema, const Json& value, const std::string& pointer) {
    const std::string* reference = text_at(schema, "$ref");
    const Json* target = reference == nullptr ? nullptr : referred(whole_, *reference);
    if (target == nullptr) return true;
    // Judged once for a place of the value: references to references are exponentially many otherwise.
    Visit& visit = visits_[{target, &value}];
    if (visit.reported || (visit.judged && quiet_ > 0)) return visit.fit;
    visit.fit = check(*target, value, pointer);
    visit.judged = true;
    visit.reported = quiet_ == 0;
    return visit.fit;
  }

  bool check_combinations(const Json& schema, const Json& value, const std::string& pointer) {
    bool fit = true;
    if (const Json* all = list_at(schema, "allOf"); all != nullptr) {
      for (const Json& part : *all) fit = check(part, value, pointer) && fit;
    }
    if (const Json* any = list_at(schema, "anyOf"); any != nullptr)
      fit = check_alternatives(*any, value, pointer, "any_of") && fit;
    if (const Json* one = list_at(schema, "oneOf"); one != nullptr)
      fit = check_alternatives(*one, value, pointer, "one_of") && fit;
    if (const Json* excluded = keyword_at(schema, "not"); excluded != nullptr) {
      if (quietly(*excluded, value)) fit = wrong(pointer, "not", "is what must not be here");
    }
    return check_condition(schema, value, pointer) && fit;
  }

  bool check_alternatives(const Json& list, const Json& value, const std::string& pointer,
                          const std::string& rule) {
    const auto fitting = std::count_if(list.begin(), list.end(),
                                       [&](const Json& alternative) { return quietly(alternative, value); });
    if (fitting == 0) return explain_alternatives(list, value, pointer, rule);
    if (rule == "one_of" && fitting > 1)
      return wrong(pointer, rule, "fits more than one alternative, and must fit one");
    return true;
  }

  // Where only one alternative is about such a value at all ("a text or null"), its faults are what is wrong.
  bool explain_alternatives(const Json& list, const Json& value, const std::string& pointer,
                            const std::string& rule) {
    if (quiet_ > 0) return false;
    const auto meant = [&](const Json& alternative) { return is_about(alternative, value); };
    if (std::count_if(list.begin(), list.end(), meant) == 1)
      return check(*std::find_if(list.begin(), list.end(), meant), value, pointer);
    return wrong(pointer, rule, "fits none of the alternatives");
  }

  bool is_about(const Json& schema, const Json& value) const {
    const Json* at = &schema;
    for (int step = 0; at != nullptr && step < max_in_place; ++step) {
      if (!at->is_object()) return *at != false;
      if (!wanted_types(*at, value).empty()) return false;
      const std::string* reference = text_at(*at, "$ref");
      if (reference == nullptr) return true;
      at = referred(whole_, *reference);
    }
    return true;
  }

  bool check_condition(const Json& schema, const Json& value, const std::string& pointer) {
    const Json* condition = keyword_at(schema, "if");
    if (condition == nullptr) return true;
    const Json* chosen = keyword_at(schema, quietly(*condition, value) ? "then" : "else");
    return chosen == nullptr ? true : check(*chosen, value, pointer);
  }

  const Json& whole_;
  bool too_deep_ = false;
  int nesting_ = 0;
  int quiet_ = 0;
  std::map<std::pair<const Json*, const Json*>, Visit> visits_;
  SchemaPatterns patterns_;
  std::deque<Json> names_;  // of members, as values; kept because `visits_` knows values by their address
  std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_schema(const Json& schema, const Json& value) {
  ValueCheck check(schema);
  check.check(schema, value, "");
  return check.take();
}

std::vector<FieldError> check_schema_part(const Json& whole, const Json& part, const Json& value) {
  ValueCheck check(whole);
  check.check(part, value, "");
  return check.take();
}

}  // namespace yellowsea
