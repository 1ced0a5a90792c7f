#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/schema.hpp"
#include "engine/base/schema_keyword.hpp"
#include "engine/base/schema_reference.hpp"
#include "engine/base/schema_scalar.hpp"

namespace yellowsea {
namespace {

// Whether a value fits. `open`: it depends on members that a partial edit leaves out. In this order the
// worst of several is the smallest.
enum class Fit { no, open, yes };

std::string counted(std::size_t number, const char* what) { return std::to_string(number) + " " + what; }

// Walks a value along its schema and collects what does not fit. A keyword of a wrong type is taken as
// absent: check_schema_itself is what complains about it.
class ValueCheck {
 public:
  ValueCheck(const Json& whole, const Json& value, bool only_present)
      : whole_(whole), top_(value), only_present_(only_present) {}

  Fit check(const Json& schema, const Json& value, const std::string& pointer) {
    if (schema.is_boolean() && !schema.get<bool>())
      return wrong(pointer, "not_allowed", "no value is allowed here");
    if (!schema.is_object()) return Fit::yes;
    if (too_deep_ || nesting_ == max_schema_nesting) {
      too_deep_ = true;
      return Fit::no;
    }
    ++nesting_;
    const Fit fit = check_keywords(schema, value, pointer);
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
    Fit fit = Fit::yes;
    bool judged = false;
    bool reported = false;
  };

  Fit wrong(std::string pointer, std::string rule, std::string detail) {
    if (quiet_ == 0) errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
    return Fit::no;
  }

  // Where one of several must fit, what is wrong with each is nobody's fault.
  Fit quietly(const Json& schema, const Json& value) {
    ++quiet_;
    const Fit fit = check(schema, value, "");
    --quiet_;
    return fit;
  }

  // At the top of a partial edit, what is missing may be there already.
  bool is_part(const Json& value) const { return only_present_ && &value == &top_; }

  Fit check_keywords(const Json& schema, const Json& value, const std::string& pointer) {
    if (const std::string types = wanted_types(schema, value); !types.empty())
      return wrong(pointer, "type", "must be of type " + types);
    Fit fit = Fit::yes;
    for (SchemaFault& fault : scalar_faults(schema, value, patterns_))
      fit = wrong(pointer, std::move(fault.rule), std::move(fault.detail));
    if (value.is_array()) {
      fit = std::min(fit, check_array(schema, value, pointer));
      fit = std::min(fit, check_contains(schema, value, pointer));
    }
    if (value.is_object()) {
      fit = std::min(fit, check_presence(schema, value, pointer));
      fit = std::min(fit, check_members(schema, value, pointer));
      fit = std::min(fit, check_dependents(schema, value, pointer));
    }
    fit = std::min(fit, check_reference(schema, value, pointer));
    return std::min(fit, check_combinations(schema, value, pointer));
  }

  Fit check_array(const Json& schema, const Json& value, const std::string& pointer) {
    Fit fit = Fit::yes;
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
      if (own != nullptr) fit = std::min(fit, check(*own, value[at], place(at)));
    }
    return fit;
  }

  Fit check_contains(const Json& schema, const Json& value, const std::string& pointer) {
    const Json* wanted = keyword_at(schema, "contains");
    if (wanted == nullptr) return Fit::yes;
    const auto count =
        static_cast<std::size_t>(std::count_if(value.begin(), value.end(), [&](const Json& element) {
          return quietly(*wanted, element) == Fit::yes;
        }));
    const std::size_t least = size_or(schema, "minContains", 1);
    const std::size_t most = size_or(schema, "maxContains", value.size());
    Fit fit = Fit::yes;
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
  Fit missing(const Json& object, const std::string& pointer, const Json& name, const char* rule,
              const std::string& detail) {
    if (!name.is_string() || object.contains(name.get_ref<const std::string&>())) return Fit::yes;
    if (is_part(object)) return Fit::open;
    return wrong(pointer + "/" + pointer_segment(name.get_ref<const std::string&>()), rule, detail);
  }

  Fit check_presence(const Json& schema, const Json& value, const std::string& pointer) {
    Fit fit = Fit::yes;
    if (const Json* required = list_at(schema, "required"); required != nullptr) {
      for (const Json& name : *required)
        fit = std::min(fit, missing(value, pointer, name, "required", "is missing"));
    }
    const std::size_t least = size_or(schema, "minProperties", 0);
    const std::size_t most = size_or(schema, "maxProperties", value.size());
    if (value.size() < least) {
      fit = is_part(value)
                ? std::min(fit, Fit::open)
                : wrong(pointer, "min_properties", "must have at least " + counted(least, "members"));
    }
    if (value.size() > most)
      fit = wrong(pointer, "max_properties", "must have at most " + counted(most, "members"));
    return fit;
  }

  Fit check_members(const Json& schema, const Json& value, const std::string& pointer) {
    Fit fit = Fit::yes;
    const Json* properties = object_at(schema, "properties");
    const Json* patterns = object_at(schema, "patternProperties");
    const Json* others = keyword_at(schema, "additionalProperties");
    const Json* names = keyword_at(schema, "propertyNames");
    for (const auto& [name, member] : value.items()) {
      const std::string place = pointer + "/" + pointer_segment(name);
      bool declared = false;
      if (properties != nullptr && properties->contains(name)) {
        declared = true;
        fit = std::min(fit, check(properties->at(name), member, place));
      }
      if (patterns != nullptr) {
        for (const auto& [pattern, inner] : patterns->items()) {
          if (!patterns_.found_in(pattern, name)) continue;
          declared = true;
          fit = std::min(fit, check(inner, member, place));
        }
      }
      if (!declared && others != nullptr) {
        fit = std::min(fit, *others == false ? wrong(place, "unknown_field", "is not a known field")
                                             : check(*others, member, place));
      }
      if (names != nullptr && quietly(*names, names_.emplace_back(name)) == Fit::no)
        fit = wrong(place, "property_names", "has a name that is not allowed here");
    }
    if (fit == Fit::yes && properties != nullptr && is_part(value)) {
      for (const auto& [name, inner] : properties->items()) {
        if (!value.contains(name)) return Fit::open;
      }
    }
    return fit;
  }

  Fit check_dependents(const Json& schema, const Json& value, const std::string& pointer) {
    Fit fit = Fit::yes;
    if (const Json* demands = object_at(schema, "dependentRequired"); demands != nullptr) {
      for (const auto& [name, needed] : demands->items()) {
        if (!value.contains(name) || !needed.is_array()) continue;
        for (const Json& other : needed) {
          fit = std::min(fit, missing(value, pointer, other, "dependent_required",
                                      "is missing, and needed beside '" + name + "'"));
        }
      }
    }
    if (const Json* schemas = object_at(schema, "dependentSchemas"); schemas != nullptr) {
      for (const auto& [name, inner] : schemas->items()) {
        if (value.contains(name)) fit = std::min(fit, check(inner, value, pointer));
      }
    }
    return fit;
  }

  Fit check_reference(const Json& schema, const Json& value, const std::string& pointer) {
    const std::string* reference = text_at(schema, "$ref");
    const Json* target = reference == nullptr ? nullptr : referred(whole_, *reference);
    if (target == nullptr) return Fit::yes;
    // Judged once for a place of the value: references to references are exponentially many otherwise.
    Visit& visit = visits_[{target, &value}];
    if (visit.reported || (visit.judged && quiet_ > 0)) return visit.fit;
    visit.fit = check(*target, value, pointer);
    visit.judged = true;
    visit.reported = quiet_ == 0;
    return visit.fit;
  }

  Fit check_combinations(const Json& schema, const Json& value, const std::string& pointer) {
    Fit fit = Fit::yes;
    if (const Json* all = list_at(schema, "allOf"); all != nullptr) {
      for (const Json& part : *all) fit = std::min(fit, check(part, value, pointer));
    }
    if (const Json* any = list_at(schema, "anyOf"); any != nullptr)
      fit = std::min(fit, check_alternatives(*any, value, pointer, "any_of"));
    if (const Json* one = list_at(schema, "oneOf"); one != nullptr)
      fit = std::min(fit, check_alternatives(*one, value, pointer, "one_of"));
    if (const Json* excluded = keyword_at(schema, "not"); excluded != nullptr) {
      const Fit inner = quietly(*excluded, value);
      if (inner == Fit::yes) fit = wrong(pointer, "not", "is what must not be here");
      if (inner == Fit::open) fit = std::min(fit, Fit::open);
    }
    return std::min(fit, check_condition(schema, value, pointer));
  }

  Fit check_alternatives(const Json& list, const Json& value, const std::string& pointer,
                         const std::string& rule) {
    std::size_t fitting = 0;
    std::size_t open = 0;
    for (const Json& alternative : list) {
      const Fit fit = quietly(alternative, value);
      if (fit == Fit::yes) ++fitting;
      if (fit == Fit::open) ++open;
    }
    if (fitting + open == 0) return explain_alternatives(list, value, pointer, rule);
    const bool one = rule == "one_of";
    if (one && fitting > 1) return wrong(pointer, rule, "fits more than one alternative, and must fit one");
    return fitting == 0 || (one && open > 0) ? Fit::open : Fit::yes;
  }

  // Where only one alternative is about such a value at all ("a text or null"), its faults are what is wrong.
  Fit explain_alternatives(const Json& list, const Json& value, const std::string& pointer,
                           const std::string& rule) {
    if (quiet_ > 0) return Fit::no;
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

  Fit check_condition(const Json& schema, const Json& value, const std::string& pointer) {
    const Json* condition = keyword_at(schema, "if");
    if (condition == nullptr) return Fit::yes;
    const Fit met = quietly(*condition, value);
    if (met == Fit::open) return Fit::open;
    const Json* chosen = keyword_at(schema, met == Fit::yes ? "then" : "else");
    return chosen == nullptr ? Fit::yes : check(*chosen, value, pointer);
  }

  const Json& whole_;
  const Json& top_;
  bool only_present_;
  bool too_deep_ = false;
  int nesting_ = 0;
  int quiet_ = 0;
  std::map<std::pair<const Json*, const Json*>, Visit> visits_;
  SchemaPatterns patterns_;
  std::deque<Json> names_;  // of members, as values; kept because `visits_` knows values by their address
  std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_schema(const Json& schema, const Json& value, bool only_present) {
  ValueCheck check(schema, value, only_present);
  check.check(schema, value, "");
  return check.take();
}

std::vector<FieldError> check_schema_part(const Json& whole, const Json& part, const Json& value) {
  ValueCheck check(whole, value, false);
  check.check(part, value, "");
  return check.take();
}

}  // namespace yellowsea
