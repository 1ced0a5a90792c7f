#include "engine/machine/simulate_data.hpp"

#include <algorithm>

#include "engine/base/schema.hpp"

namespace yellowsea::machine {
namespace {

constexpr int tries = 4;

std::string type_of(const Json& schema, Random& random) {
  const auto type = schema.find("type");
  if (type != schema.end() && type->is_string()) return type->get<std::string>();
  if (type != schema.end() && type->is_array() && !type->empty()) {
    const Json& one = type->at(random.below(type->size()));
    return one.is_string() ? one.get<std::string>() : "null";
  }
  if (schema.contains("properties")) return "object";
  if (schema.contains("items")) return "array";
  return "string";
}

std::int64_t number_or(const Json& schema, const char* keyword, std::int64_t otherwise) {
  const auto found = schema.find(keyword);
  return found != schema.end() && found->is_number() ? found->get<std::int64_t>() : otherwise;
}

class ValueMaker {
 public:
  ValueMaker(Random& random, const DataHints& hints) : random_(random), hints_(hints) {}

  Json make(const Json& schema, int depth) {
    if (!schema.is_object()) return "x";
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

 private:
  Json number(const Json& schema) {
    const std::int64_t least = number_or(schema, "minimum", 0);
    const std::int64_t most = std::max(least, number_or(schema, "maximum", least + 100));
    return least + static_cast<std::int64_t>(random_.below(static_cast<std::size_t>(most - least) + 1));
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
    const std::size_t count = std::min(most, least + random_.below(3));
    Json result = Json::array();
    static const Json any = Json::object();
    const Json& items = schema.contains("items") ? schema.at("items") : any;
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
      if (!needed && !random_.chance(60)) continue;
      result[name] = member(name, property, depth);
    }
    return result;
  }

  Json member(const std::string& name, const Json& schema, int depth) {
    const auto hinted = depth == 0 ? hints_.values.find(name) : hints_.values.end();
    if (hinted != hints_.values.end() && !hinted->second.empty() && random_.chance(70)) {
      const Json& value = random_.pick(hinted->second);
      if (check_schema(schema, value).empty()) return value;
    }
    for (int i = 1; i < tries; ++i) {
      Json value = make(schema, depth + 1);
      if (check_schema(schema, value).empty()) return value;
    }
    return make(schema, depth + 1);
  }

  Random& random_;
  const DataHints& hints_;
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
  return ValueMaker(random, hints).make(schema, 0);
}

}  // namespace yellowsea::machine
