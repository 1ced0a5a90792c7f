#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "engine/base/json_pointer.hpp"
#include "engine/base/pattern.hpp"
#include "engine/base/schema.hpp"
#include "engine/base/schema_circles.hpp"
#include "engine/base/schema_keyword.hpp"
#include "engine/base/schema_reference.hpp"

namespace yellowsea {
namespace {

constexpr std::array<std::string_view, 7> type_names{"object",  "array",   "string", "number",
                                                     "integer", "boolean", "null"};

// What stands at a keyword. `own` parts are as old as the annotations that say who may see a field;
// `in_place` ones speak of the same place of the value.
enum class Form {
  annotation,
  type,
  choices,
  size,
  number,
  step,
  flag,
  text,
  pattern,
  names,
  lists_of_names,
  own_schema,
  own_schemas,
  schema,
  schemas,
  patterns,
  list,
  in_place_schema,
  in_place_schemas,
  in_place_list,
  reference,
  identity
};

const std::map<std::string_view, Form>& forms() {
  static const std::map<std::string_view, Form> known{
      {"type", Form::type},
      {"enum", Form::choices},
      {"const", Form::annotation},  // any value
      {"minLength", Form::size},
      {"maxLength", Form::size},
      {"minItems", Form::size},
      {"maxItems", Form::size},
      {"minContains", Form::size},
      {"maxContains", Form::size},
      {"minProperties", Form::size},
      {"maxProperties", Form::size},
      {"minimum", Form::number},
      {"maximum", Form::number},
      {"exclusiveMinimum", Form::number},
      {"exclusiveMaximum", Form::number},
      {"multipleOf", Form::step},
      {"uniqueItems", Form::flag},
      {"pattern", Form::pattern},
      {"format", Form::text},
      {"required", Form::names},
      {"dependentRequired", Form::lists_of_names},
      {"properties", Form::own_schemas},
      {"items", Form::own_schema},
      {"additionalProperties", Form::own_schema},
      {"patternProperties", Form::patterns},
      {"propertyNames", Form::schema},
      {"contains", Form::schema},
      {"prefixItems", Form::list},
      {"$defs", Form::schemas},
      {"definitions", Form::schemas},
      {"allOf", Form::in_place_list},
      {"anyOf", Form::in_place_list},
      {"oneOf", Form::in_place_list},
      {"not", Form::in_place_schema},
      {"if", Form::in_place_schema},
      {"then", Form::in_place_schema},
      {"else", Form::in_place_schema},
      {"dependentSchemas", Form::in_place_schemas},
      {"$ref", Form::reference},
      {"$id", Form::identity},
      {"$schema", Form::text},
      {"$comment", Form::text},
      {"title", Form::annotation},
      {"description", Form::annotation},
      {"default", Form::annotation},
      {"examples", Form::annotation},
      {"readOnly", Form::annotation},
      {"writeOnly", Form::annotation},
      {"deprecated", Form::annotation},
      {"contentMediaType", Form::annotation},
      {"contentEncoding", Form::annotation},
  };
  return known;
}

// Keywords of JSON Schema that are refused, and what to write instead.
std::string_view refusal_of(std::string_view keyword) {
  static const std::map<std::string_view, std::string_view> refused{
      {"unevaluatedProperties",
       "is not understood here: name all members in 'properties' and close them by 'additionalProperties'"},
      {"unevaluatedItems", "is not understood here: say by 'items' what the other elements are"},
      {"$anchor", "is not understood here: a reference names a schema's place, as '#/$defs/name'"},
      {"$dynamicAnchor", "is not understood here: a reference names a schema's place, as '#/$defs/name'"},
      {"$dynamicRef", "is not understood here: a '$ref' names a schema's place, as '#/$defs/name'"},
      {"additionalItems", "is of an older draft: write 'items' beside 'prefixItems'"},
      {"dependencies", "is of an older draft: write 'dependentRequired' or 'dependentSchemas'"},
  };
  const auto found = refused.find(keyword);
  return found != refused.end() ? found->second : "is not a keyword that schemas may use here";
}

// Annotations that the program obeys, and only where the schema itself or its own properties carry them.
bool is_obeyed(std::string_view annotation) {
  static const std::set<std::string_view> obeyed{"x-visibility", "x-confirm", "x-index-of", "x-shares"};
  return obeyed.contains(annotation);
}

// Who may see a field is asked of the schema's own properties; what stands deeper would be shown to
// everybody.
bool is_own_property(std::string_view pointer) {
  constexpr std::string_view own = "/properties/";
  return pointer.starts_with(own) && pointer.find('/', own.size()) == std::string_view::npos;
}

// Walks a schema and collects what it may not say.
class SchemaCheck {
 public:
  std::vector<FieldError> check(const Json& schema) {
    visit(schema, "", false);
    check_references();
    return std::move(errors_);
  }

 private:
  struct Reference {
    std::string pointer;  // of the keyword
    std::string from;
    std::string to;
  };

  void wrong(std::string pointer, std::string rule, std::string detail) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
  }

  bool demand(bool good, const std::string& pointer, const char* what) {
    if (!good) wrong(pointer, "type", what);
    return good;
  }

  // `aside`: somewhere that the program does not look for annotations.
  void visit(const Json& schema, const std::string& pointer, bool aside) {
    schemas_.emplace(pointer, schemas_.size());
    if (schema.is_boolean()) return;
    if (!demand(schema.is_object(), pointer, "a schema is an object, true or false")) return;
    for (const auto& [keyword, value] : schema.items()) {
      const std::string place = pointer + "/" + pointer_segment(keyword);
      if (keyword.starts_with("x-")) {
        if (keyword == "x-visibility") hiding_.insert(pointer);
        const bool hides_deeper = keyword == "x-visibility" && !is_own_property(pointer);
        if ((aside && is_obeyed(keyword)) || hides_deeper)
          wrong(place, "misplaced", "is obeyed only at the schema's own 'properties', and not here");
        continue;
      }
      const auto form = forms().find(keyword);
      if (form == forms().end()) {
        wrong(place, "unknown_keyword", std::string(refusal_of(keyword)));
      } else {
        check_keyword(form->second, value, place, pointer, aside);
      }
    }
    check_all_bounds(schema, pointer);
  }

  void check_keyword(Form form, const Json& value, const std::string& place, const std::string& from,
                     bool aside) {
    switch (form) {
      case Form::annotation:
        return;
      case Form::type:
        return check_type(value, place);
      case Form::choices:
        demand(value.is_array() && !value.empty(), place, "must be a list that is not empty");
        return;
      case Form::size:
        demand(is_size(value), place, "must be a whole number from 0 on");
        return;
      case Form::number:
        demand(value.is_number(), place, "must be a number");
        return;
      case Form::step:
        demand(is_over_zero(value), place, "must be a number over 0");
        return;
      case Form::flag:
        demand(value.is_boolean(), place, "must be true or false");
        return;
      case Form::text:
        demand(value.is_string(), place, "must be a string");
        return;
      case Form::pattern:
        if (demand(value.is_string(), place, "must be a string"))
          check_pattern(value.get_ref<const std::string&>(), place);
        return;
      case Form::names:
        return check_names(value, place);
      case Form::lists_of_names:
        if (!demand(value.is_object(), place, "must be an object of lists of names")) return;
        for (const auto& [name, list] : value.items()) check_names(list, place + "/" + pointer_segment(name));
        return;
      case Form::own_schema:
      case Form::own_schemas:
      case Form::schema:
      case Form::patterns:
      case Form::schemas:
      case Form::list:
      case Form::in_place_schema:
      case Form::in_place_schemas:
      case Form::in_place_list:
      case Form::reference:
      case Form::identity:
        check_inner(form, value, place, from, aside);
    }
  }

  // Keywords that hold schemas or lead to one.
  void check_inner(Form form, const Json& value, const std::string& place, const std::string& from,
                   bool aside) {
    switch (form) {
      case Form::own_schema:
        visit(value, place, aside);
        return;
      case Form::own_schemas:
        visit_members(value, place, aside);
        return;
      case Form::schema:
        visit(value, place, true);
        return;
      case Form::patterns:
      case Form::schemas:
        visit_members(value, place, true);
        if (form != Form::patterns || !value.is_object()) return;
        for (const auto& [pattern, inner] : value.items())
          check_pattern(pattern, place + "/" + pointer_segment(pattern));
        return;
      case Form::list:
        visit_elements(value, place);
        return;
      case Form::in_place_schema:
        visit(value, place, true);
        steps_.emplace_back(from, place);
        return;
      case Form::in_place_schemas:
        visit_members(value, place, true);
        if (!value.is_object()) return;
        for (const auto& [name, inner] : value.items())
          steps_.emplace_back(from, place + "/" + pointer_segment(name));
        return;
      case Form::in_place_list:
        visit_elements(value, place);
        for (std::size_t at = 0; value.is_array() && at < value.size(); ++at)
          steps_.emplace_back(from, place + "/" + std::to_string(at));
        return;
      case Form::reference:
        return note_reference(value, place, from);
      case Form::identity:
        if (demand(value.is_string(), place, "must be a string") && !from.empty() &&
            !value.get_ref<const std::string&>().starts_with('#'))
          wrong(place, "reference", "begins another document, in which '#' would mean something else");
        return;
      case Form::annotation:
      case Form::type:
      case Form::choices:
      case Form::size:
      case Form::number:
      case Form::step:
      case Form::flag:
      case Form::text:
      case Form::pattern:
      case Form::names:
      case Form::lists_of_names:
        return;
    }
  }

  void visit_members(const Json& value, const std::string& place, bool aside) {
    if (!demand(value.is_object(), place, "must be an object of schemas")) return;
    for (const auto& [name, member] : value.items())
      visit(member, place + "/" + pointer_segment(name), aside);
  }

  void visit_elements(const Json& value, const std::string& place) {
    if (!demand(value.is_array() && !value.empty(), place, "must be a list of schemas that is not empty"))
      return;
    for (std::size_t at = 0; at < value.size(); ++at)
      visit(value[at], place + "/" + std::to_string(at), true);
  }

  void check_type(const Json& value, const std::string& place) {
    const auto known = [](const Json& name) {
      return name.is_string() && std::find(type_names.begin(), type_names.end(),
                                           name.get_ref<const std::string&>()) != type_names.end();
    };
    const bool list = value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), known);
    demand(known(value) || list, place,
           "must be object, array, string, number, integer, boolean or null, or a list of them");
  }

  void check_pattern(const std::string& pattern, const std::string& place) {
    if (!Pattern::compile(pattern)) wrong(place, "pattern", "is not a regular expression");
  }

  void check_names(const Json& value, const std::string& place) {
    if (!demand(value.is_array(), place, "must be a list of names")) return;
    for (std::size_t at = 0; at < value.size(); ++at)
      demand(value[at].is_string(), place + "/" + std::to_string(at), "must be a name");
  }

  // A lower bound over the upper one is a schema that nothing fits: always a slip.
  void check_all_bounds(const Json& schema, const std::string& pointer) {
    check_bounds(schema, pointer, "minLength", "maxLength", false);
    check_bounds(schema, pointer, "minItems", "maxItems", false);
    check_bounds(schema, pointer, "minContains", "maxContains", false);
    check_bounds(schema, pointer, "minProperties", "maxProperties", false);
    check_bounds(schema, pointer, "minimum", "maximum", false);
    check_bounds(schema, pointer, "minimum", "exclusiveMaximum", true);
    check_bounds(schema, pointer, "exclusiveMinimum", "maximum", true);
    check_bounds(schema, pointer, "exclusiveMinimum", "exclusiveMaximum", true);
  }

  void check_bounds(const Json& schema, const std::string& pointer, const char* low, const char* high,
                    bool strict) {
    const Json* least = number_at(schema, low);
    const Json* most = number_at(schema, high);
    if (least == nullptr || most == nullptr) return;
    if (*least > *most) {
      wrong(pointer + "/" + low, "bounds", "is more than " + std::string(high));
    } else if (strict && *least == *most) {
      wrong(pointer + "/" + low, "bounds", "leaves nothing below " + std::string(high));
    }
  }

  void note_reference(const Json& value, const std::string& place, const std::string& from) {
    if (!demand(value.is_string(), place, "must be a string")) return;
    const auto target = local_pointer(value.get_ref<const std::string&>());
    if (target) {
      references_.push_back({place, from, *target});
    } else {
      wrong(place, "reference",
            "leads out of this schema; only '#' and a place in it, as '#/$defs/name', may");
    }
  }

  // True if the schema at the place, or one inside it, says who may see something.
  bool hides(const std::string& place) const {
    if (hiding_.contains(place)) return true;
    const auto inside = hiding_.lower_bound(place + "/");
    return inside != hiding_.end() && inside->starts_with(place + "/");
  }

  void check_references() {
    std::vector<SchemaStep> steps;
    std::vector<const Reference*> sound;
    for (const Reference& reference : references_) {
      const auto target = schemas_.find(reference.to);
      if (target == schemas_.end()) {
        wrong(reference.pointer, "reference", "leads to no schema");
        continue;
      }
      if (hides(reference.to)) {
        wrong(reference.pointer, "misplaced",
              "leads to an 'x-visibility', which is obeyed only where it stands");
      }
      sound.push_back(&reference);
      steps.push_back({schemas_.at(reference.from), target->second});
    }
    for (const auto& [from, to] : steps_) steps.push_back({schemas_.at(from), schemas_.at(to)});
    const auto circles = steps_in_circles(schemas_.size(), steps);
    for (std::size_t at = 0; at < sound.size(); ++at) {
      if (circles[at]) wrong(sound[at]->pointer, "reference", "leads in a circle that looks into nothing");
    }
    const auto depths = in_place_depths(schemas_.size(), steps);
    for (const auto& [pointer, schema] : schemas_) {
      // Each that is deeper asks one of just this depth.
      if (depths[schema] == max_in_place + 1)
        wrong(pointer, "nesting", "has too many schemas inside each other that are about the same value");
    }
  }

  std::map<std::string, std::size_t> schemas_;  // by pointer, numbered
  std::vector<Reference> references_;
  std::vector<std::pair<std::string, std::string>> steps_;  // without references
  std::set<std::string> hiding_;
  std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_schema_itself(const Json& schema) { return SchemaCheck().check(schema); }

}  // namespace yellowsea
