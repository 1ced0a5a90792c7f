#include "engine/machine/simulate_data.hpp"

#include <algorithm>

#include "engine/base/schema.hpp"
#include "engine/base/schema_keyword.hpp"
#include "engine/base/schema_reference.hpp"

namespace yellowsea::machine {
namespace {

constexpr int tries = 4;

// How deep values go at all, and by members that need not be there: references may ask for ever more.
constexpr int deepest = 16;
constexpr int deepest_by_chance = 6;

// Of one schema, because references to references can be exponentially many.
constexpr int most_parts = 200;

std::string type_of(const Json& schema, Random& random) {
  const auto type = schema.find("type");
  if (type != schema.end() && type->is_string()) return type->get<std::string>();
  if (type != schema.end() && type->is_array() && !type->empty()) {
    const Json& one = type->at(random.below(type->size()));
    return one.is_string() ? one.get<std::string>() : "null";
  }
  if (schema.contains("properties")) return "object";
  if (schema.contains("items") || schema.contains("prefixItems")) return "array";
  return "string";
}

std::int64_t number_or(const Json& schema, const char* keyword, std::int64_t otherwise) {
  const auto found = schema.find(keyword);
  return found != schema.end() && found->is_number() ? found->get<std::int64_t>() : otherwise;
}

// Takes what another schema says of the same value into this one; of two that disagree, the other's.
void take_in(Json& schema, const Json& other) {
  if (!other.is_object()) return;
  for (const auto& [keyword, value] : other.items()) {
    Json& own = schema[keyword];
    if (keyword == "properties" && own.is_object() && value.is_object()) {
      for (const auto& [name, property] : value.items()) {
        Json& both = own[name];
        if (both.is_object()) {
          take_in(both, property);
        } else {
          both = property;
        }
      }
    } else if (keyword == "required" && own.is_array() && value.is_array()) {
      own.insert(own.end(), value.begin(), value.end());
    } else {
      own = value;
    }
  }
}

class ValueMaker {
 public:
  ValueMaker(const Json& whole, Random& random, const DataHints& hints)
      : whole_(whole), random_(random), hints_(hints) {}

  Json make(const Json& schema, int depth) {
    if (!schema.is_object()) return "x";
    if (depth > deepest) return nullptr;
    for (const char* part : {"$ref", "allOf", "anyOf", "oneOf"}) {
      if (!schema.contains(part)) continue;
      parts_left_ = most_parts;
      return make_plain(combined(schema), depth);
    }
    return make_plain(schema, depth);
  }

 private:
  // A schema with what its parts say, one of its alternatives chosen. A guess: parts that contradict each
  // other, and what 'not' and 'if' say, are left to chance.
  Json combined(const Json& schema) {
    Json result = schema;
    if (!schema.is_object()) return result;
    for (const char* part : {"$ref", "allOf", "anyOf", "oneOf"}) result.erase(part);
    if (--parts_left_ <= 0) return result;
    if (const std::string* reference = text_at(schema, "$ref"); reference != nullptr) {
      if (const Json* target = referred(whole_, *reference); target != nullptr)
        take_in(result, combined(*target));
    }
    if (const Json* all = list_at(schema, "allOf"); all != nullptr) {
      for (const Json& part : *all) take_in(result, combined(part));
    }
    for (const char* part : {"anyOf", "oneOf"}) {
      const Json* alternatives = list_at(schema, part);
      if (alternatives != nullptr)
        take_in(result, combined(alternatives->at(random_.below(alternatives->size()))));
    }
    return result;
  }

  Json make_plain(const Json& schema, int depth) {
    if (schema.contains("const")) return schema.at("const");
    if (const auto choices = schema.find("enum");
        choices != schema.end() && choices->is_array() && !choices->empty()) {
      return choices->at(random_.below(choices->size()));
    }
    const std::string type = type_of(schema, random_);
    if (type == "boolean") return random_.chance(50);
    if (type == "integer" || type == "number") return number(schema);
    if (type == "array") return list(schema, depth);
    if (type == "object") return object(schema, depth);
    if (type == "null") return nullptr;
    return text(schema);
  }

  Json number(const Json& schema) {
    const std::int64_t least = schema.contains("exclusiveMinimum")
                                   ? number_or(schema, "exclusiveMinimum", 0) + 1
                                   : number_or(schema, "minimum", 0);
    const std::int64_t below = number_or(schema, "exclusiveMaximum", least + 101) - 1;
    const std::int64_t most = std::max(least, number_or(schema, "maximum", below));
    const std::int64_t number =
        least + static_cast<std::int64_t>(random_.below(static_cast<std::size_t>(most - least) + 1));
    const std::int64_t step = std::max<std::int64_t>(1, number_or(schema, "multipleOf", 1));
    return number % step > number - least ? number : number - number % step;
  }

  std::string text(const Json& schema) {
    const std::string format = schema.value("format", std::string());
    const auto days = std::chrono::hours(24 * (static_cast<int>(random_.below(400)) - 100));
    if (format == "date") return format_date(date_in(hints_.now + days, Zone::utc()));
    if (format == "date-time") return format_instant(hints_.now + days);
    if (const auto pattern = schema.find("pattern"); pattern != schema.end() && pattern->is_string()) {
      return random_match(pattern->get_ref<const std::string&>(), random_);
    }
    const auto least = static_cast<std::size_t>(std::max<std::int64_t>(0, number_or(schema, "minLength", 1)));
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, number_or(schema, "maxLength", 12)));
    const std::size_t length = std::min(most, std::max(least, least + random_.below(8)));
    std::string result;
    for (std::size_t i = 0; i < length; ++i) result += static_cast<char>('a' + random_.below(26));
    return result;
  }

  Json list(const Json& schema, int depth) {
    const auto least = static_cast<std::size_t>(std::max<std::int64_t>(0, number_or(schema, "minItems", 0)));
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, number_or(schema, "maxItems", 3)));
    const std::size_t count = std::min(most, depth > deepest_by_chance ? least : least + random_.below(3));
    Json result = Json::array();
    static const Json any = Json::object();
    if (const Json* first = list_at(schema, "prefixItems"); first != nullptr) {
      for (const Json& element : *first) result.push_back(make(element, depth + 1));
    }
    if (schema.contains("contains")) result.push_back(make(schema.at("contains"), depth + 1));
    const Json& items = schema.contains("items") ? schema.at("items") : any;
    if (items == false) return result;
    const bool unique = schema.value("uniqueItems", false);
    for (std::size_t i = 0; i < count * tries && result.size() < count; ++i) {
      Json element = make(items, depth + 1);
      if (unique && std::find(result.begin(), result.end(), element) != result.end()) continue;
      result.push_back(std::move(element));
    }
    return result;
  }

  Json object(const Json& schema, int depth) {
    Json result = Json::object();
    const auto properties = schema.find("properties");
    if (properties == schema.end() || !properties->is_object()) return result;
    const Json required = schema.value("required", Json::array());
    for (const auto& [name, property] : properties->items()) {
      const bool needed = std::find(required.begin(), required.end(), Json(name)) != required.end();
      if (!needed && (depth > deepest_by_chance || !random_.chance(60))) continue;
      result[name] = member(name, property, depth);
    }
    return result;
  }

  Json member(const std::string& name, const Json& schema, int depth) {
    const auto hinted = depth == 0 ? hints_.values.find(name) : hints_.values.end();
    if (hinted != hints_.values.end() && !hinted->second.empty() && random_.chance(70)) {
      const Json& value = random_.pick(hinted->second);
      if (check_schema_part(whole_, schema, value).empty()) return value;
    }
    for (int i = 1; i < tries; ++i) {
      Json value = make(schema, depth + 1);
      if (check_schema_part(whole_, schema, value).empty()) return value;
    }
    return make(schema, depth + 1);
  }

  const Json& whole_;  // where references lead
  Random& random_;
  const DataHints& hints_;
  int parts_left_ = 0;
};

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::size_t Random::below(std::size_t bound) {
  return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
}

Json random_value(const Json& schema, Random& random, const DataHints& hints) {
  return ValueMaker(schema, random, hints).make(schema, 0);
}

}  // namespace yellowsea::machine
