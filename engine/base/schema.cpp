#include "engine/base/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "engine/base/json_read.hpp"
#include "engine/base/pattern.hpp"
#include "engine/base/rfc3339.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

constexpr std::array<std::string_view, 7> type_names{"object",  "array",   "string", "number",
                                                     "integer", "boolean", "null"};

std::string escaped(const std::string& key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_whole(const Json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && std::floor(value.get<double>()) == value.get<double>();
}

bool has_type(const Json& value, const std::string& name) {
  if (name == "object") return value.is_object();
  if (name == "array") return value.is_array();
  if (name == "string") return value.is_string();
  if (name == "number") return value.is_number();
  if (name == "integer") return is_whole(value);
  if (name == "boolean") return value.is_boolean();
  return name == "null" && value.is_null();
}

// Also for numbers written in C++, which are signed.
bool is_size(const Json& value) { return value.is_number_integer() && value >= 0; }

// A length of the schema; `otherwise` where there is none.
std::size_t size_or(const Json& schema, const char* keyword, std::size_t otherwise) {
  const auto found = schema.find(keyword);
  return found != schema.end() && is_size(*found) ? found->get<std::size_t>() : otherwise;
}

// Walks a value along its schema and collects what does not fit. A keyword of a wrong type is taken as
// absent: check_schema_itself is what complains about it.
class ValueCheck {
 public:
  explicit ValueCheck(bool only_present) : only_present_(only_present) {}

  void check(const Json& schema, const Json& value, const std::string& pointer) {
    if (schema.is_boolean()) {
      if (!schema.get<bool>()) wrong(pointer, "not_allowed", "no value is allowed here");
      return;
    }
    if (!schema.is_object() || !check_type(schema, value, pointer)) return;
    check_choice(schema, value, pointer);
    if (value.is_string()) check_string(schema, value.get_ref<const std::string&>(), pointer);
    if (value.is_number()) check_number(schema, value, pointer);
    if (value.is_array()) check_array(schema, value, pointer);
    if (value.is_object()) check_object(schema, value, pointer);
  }

  std::vector<FieldError> take() { return std::move(errors_); }

 private:
  void wrong(std::string pointer, std::string rule, std::string detail) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
  }

  bool check_type(const Json& schema, const Json& value, const std::string& pointer) {
    const auto type = schema.find("type");
    if (type == schema.end()) return true;
    std::string names;
    for (const Json& name : type->is_array() ? *type : Json::array({*type})) {
      if (!name.is_string()) return true;
      if (has_type(value, name.get_ref<const std::string&>())) return true;
      names += (names.empty() ? "" : " or ") + name.get_ref<const std::string&>();
    }
    wrong(pointer, "type", "must be of type " + names);
    return false;
  }

  void check_choice(const Json& schema, const Json& value, const std::string& pointer) {
    if (const auto constant = schema.find("const"); constant != schema.end() && value != *constant) {
      wrong(pointer, "const", "must be " + to_text(*constant));
    }
    const auto choices = schema.find("enum");
    if (choices != schema.end() && choices->is_array() &&
        std::find(choices->begin(), choices->end(), value) == choices->end()) {
      wrong(pointer, "enum", "must be one of " + to_text(*choices));
    }
  }

  void check_string(const Json& schema, const std::string& value, const std::string& pointer) {
    const std::size_t length = code_points(value);
    const std::size_t least = size_or(schema, "minLength", 0);
    const std::size_t most = size_or(schema, "maxLength", length);
    if (length < least) {
      wrong(pointer, "min_length", "must have at least " + std::to_string(least) + " characters");
    }
    if (length > most) {
      wrong(pointer, "max_length", "must have at most " + std::to_string(most) + " characters");
    }
    if (const auto pattern = schema.find("pattern"); pattern != schema.end() && pattern->is_string()) {
      const auto compiled = Pattern::compile(pattern->get_ref<const std::string&>());
      if (compiled && !compiled->found_in(value)) {
        wrong(pointer, "pattern", "must match " + pattern->get_ref<const std::string&>());
      }
    }
    const auto format = schema.find("format");
    if (format == schema.end()) return;
    if (*format == "date" && !parse_rfc3339_date(value)) {
      wrong(pointer, "format", "must be a date that exists, as YYYY-MM-DD");
    }
    if (*format == "date-time" && !parse_rfc3339_instant(value)) {
      wrong(pointer, "format", "must be a time with its offset, as 2026-01-31T09:00:00+09:00");
    }
  }

  void check_number(const Json& schema, const Json& value, const std::string& pointer) {
    const auto least = schema.find("minimum");
    if (least != schema.end() && least->is_number() && value < *least) {
      wrong(pointer, "minimum", "must be at least " + to_text(*least));
    }
    const auto most = schema.find("maximum");
    if (most != schema.end() && most->is_number() && value > *most) {
      wrong(pointer, "maximum", "must be at most " + to_text(*most));
    }
  }

  void check_array(const Json& schema, const Json& value, const std::string& pointer) {
    const std::size_t least = size_or(schema, "minItems", 0);
    const std::size_t most = size_or(schema, "maxItems", value.size());
    if (value.size() < least) {
      wrong(pointer, "min_items", "must have at least " + std::to_string(least) + " elements");
    }
    if (value.size() > most) {
      wrong(pointer, "max_items", "must have at most " + std::to_string(most) + " elements");
    }
    const auto place = [&](std::size_t index) { return pointer + "/" + std::to_string(index); };
    if (const auto unique = schema.find("uniqueItems"); unique != schema.end() && *unique == true) {
      std::set<Json> seen;
      for (std::size_t at = 0; at < value.size(); ++at) {
        if (!seen.insert(value[at]).second) wrong(place(at), "unique_items", "stands here a second time");
      }
    }
    if (const auto items = schema.find("items"); items != schema.end()) {
      for (std::size_t at = 0; at < value.size(); ++at) check(*items, value[at], place(at));
    }
  }

  void check_object(const Json& schema, const Json& value, const std::string& pointer) {
    static const Json none = Json::object();
    const auto required = schema.find("required");
    if (required != schema.end() && required->is_array() && !(only_present_ && pointer.empty())) {
      for (const Json& name : *required) {
        if (!name.is_string() || value.contains(name.get_ref<const std::string&>())) continue;
        wrong(pointer + "/" + escaped(name.get_ref<const std::string&>()), "required", "is missing");
      }
    }
    const auto declared = schema.find("properties");
    const Json& properties = declared != schema.end() && declared->is_object() ? *declared : none;
    const auto others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.items()) {
      const std::string place = pointer + "/" + escaped(name);
      if (const auto property = properties.find(name); property != properties.end()) {
        check(*property, member, place);
      } else if (others != schema.end() && *others == false) {
        wrong(place, "unknown_field", "is not a known field");
      } else if (others != schema.end()) {
        check(*others, member, place);
      }
    }
  }

  bool only_present_;
  std::vector<FieldError> errors_;
};

// Walks a schema and collects what it may not say.
class SchemaCheck {
 public:
  void check(const Json& schema, const std::string& pointer) {
    if (schema.is_boolean()) return;
    if (!schema.is_object()) {
      wrong(pointer, "type", "a schema is an object, true or false");
      return;
    }
    for (const auto& [keyword, value] : schema.items()) {
      check_keyword(keyword, value, pointer + "/" + escaped(keyword));
    }
    check_bounds(schema, pointer, "minLength", "maxLength");
    check_bounds(schema, pointer, "minItems", "maxItems");
    check_bounds(schema, pointer, "minimum", "maximum");
  }

  std::vector<FieldError> take() { return std::move(errors_); }

 private:
  void wrong(std::string pointer, std::string rule, std::string detail) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
  }

  void demand(bool good, const std::string& pointer, const char* what) {
    if (!good) wrong(pointer, "type", what);
  }

  static bool is_one_of(const std::string& keyword, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), keyword) != list.end();
  }

  void check_keyword(const std::string& keyword, const Json& value, const std::string& pointer) {
    if (keyword == "type") {
      check_type(value, pointer);
    } else if (keyword == "properties") {
      demand(value.is_object(), pointer, "must be an object of schemas");
      if (!value.is_object()) return;
      for (const auto& [name, member] : value.items()) check(member, pointer + "/" + escaped(name));
    } else if (is_one_of(keyword, {"items", "additionalProperties"})) {
      check(value, pointer);
    } else if (keyword == "required") {
      check_names(value, pointer);
    } else if (keyword == "enum") {
      demand(value.is_array() && !value.empty(), pointer, "must be a list that is not empty");
    } else if (is_one_of(keyword, {"minLength", "maxLength", "minItems", "maxItems"})) {
      demand(is_size(value), pointer, "must be a whole number from 0 on");
    } else if (is_one_of(keyword, {"minimum", "maximum"})) {
      demand(value.is_number(), pointer, "must be a number");
    } else if (keyword == "uniqueItems") {
      demand(value.is_boolean(), pointer, "must be true or false");
    } else if (keyword == "pattern") {
      demand(value.is_string(), pointer, "must be a string");
      if (value.is_string() && !Pattern::compile(value.get_ref<const std::string&>())) {
        wrong(pointer, "pattern", "is not a regular expression");
      }
    } else if (keyword == "format") {
      demand(value.is_string(), pointer, "must be a string");
      if (value.is_string() && value != "date" && value != "date-time") {
        wrong(pointer, "format", "only the formats date and date-time are known");
      }
    } else if (!is_one_of(keyword, {"const", "title", "description", "default", "examples"}) &&
               !keyword.starts_with("x-")) {
      wrong(pointer, "unknown_keyword", "is not a keyword that schemas may use here");
    }
  }

  void check_type(const Json& value, const std::string& pointer) {
    const auto known = [](const Json& name) {
      return name.is_string() && std::find(type_names.begin(), type_names.end(),
                                           name.get_ref<const std::string&>()) != type_names.end();
    };
    const bool list = value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), known);
    demand(known(value) || list, pointer,
           "must be object, array, string, number, integer, boolean or null, or a list of them");
  }

  void check_names(const Json& value, const std::string& pointer) {
    demand(value.is_array(), pointer, "must be a list of names");
    if (!value.is_array()) return;
    for (std::size_t at = 0; at < value.size(); ++at) {
      demand(value[at].is_string(), pointer + "/" + std::to_string(at), "must be a name");
    }
  }

  // A lower bound over the upper one is a schema that nothing fits: always a slip.
  void check_bounds(const Json& schema, const std::string& pointer, const char* low, const char* high) {
    const auto least = schema.find(low);
    const auto most = schema.find(high);
    if (least == schema.end() || most == schema.end() || !least->is_number() || !most->is_number()) return;
    if (*least > *most) wrong(pointer + "/" + low, "bounds", "is more than " + std::string(high));
  }

  std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> check_schema(const Json& schema, const Json& value, bool only_present) {
  ValueCheck check(only_present);
  check.check(schema, value, "");
  return check.take();
}

std::vector<FieldError> check_schema_itself(const Json& schema) {
  SchemaCheck check;
  check.check(schema, "");
  return check.take();
}

}  // namespace yellowsea
