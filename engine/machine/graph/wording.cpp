#include "engine/machine/graph/wording.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/machine/path.hpp"

namespace yellowsea::machine::graph {
namespace {

// A name as words: "awaiting_reply" → "awaiting reply".
std::string plain(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

// The schema of the property that a pointer below an object schema leads to; nullptr if it says nothing.
const Json* property_of(const Json* schema, std::string_view pointer) {
  while (schema != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string name(pointer.substr(0, end));
    pointer.remove_prefix(end);
    const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
    if (number && schema->contains("items")) {
      schema = &schema->at("items");
    } else if (schema->contains("properties") && schema->at("properties").contains(name)) {
      schema = &schema->at("properties").at(name);
    } else {
      return nullptr;
    }
  }
  return schema != nullptr && schema->is_object() ? schema : nullptr;
}

const Json* schema_at(const Definition& definition, const Json* data, const std::string& path) {
  const std::size_t second = path.find('/', 1);
  const std::string_view below =
      second == std::string::npos ? std::string_view() : std::string_view(path).substr(second);
  if (path.starts_with("/fields/") && definition.fields) return property_of(&*definition.fields, below);
  if (path.starts_with("/data/")) return property_of(data, below);
  return nullptr;
}

std::string counted(std::int64_t number, Phrase one, Phrase many, Language language) {
  return number == 1 ? phrase(one, language) : phrase(many, language, {std::to_string(number)});
}

}  // namespace

std::string text_in(const Json& texts, Language language, const std::string& fallback) {
  if (!texts.is_object()) return fallback;
  for (const std::string_view tag : {tag_of(language), tag_of(Language::en)}) {
    const auto found = texts.find(std::string(tag));
    if (found != texts.end() && found->is_string()) return found->get<std::string>();
  }
  for (const auto& text : texts) {
    if (text.is_string()) return text.get<std::string>();
  }
  return fallback;
}

std::string join(const std::vector<std::string>& parts, Language language) {
  std::string joined;
  for (const std::string& part : parts)
    joined += (joined.empty() ? "" : phrase(Phrase::list_comma, language)) + part;
  return joined;
}

std::string definition_title(const Definition& definition, Language language) {
  return text_in(definition.title, language, definition.kind);
}

std::string state_title(const Definition& definition, StateIndex index, Language language) {
  const State& state = definition.state(index);
  if (state.parent == no_state) return definition_title(definition, language);
  if (!state.meta.is_object() || !state.meta.contains("title")) return state.key;
  const Json& title = state.meta.at("title");
  return title.is_string() ? title.get<std::string>() : text_in(title, language, state.key);
}

std::string event_title(const Definition& definition, const std::string& name, Language language) {
  if (name == "*") return phrase(Phrase::any_event, language);
  if (name.size() > 2 && name.ends_with(".*"))
    return phrase(Phrase::any_event_like, language, {name.substr(0, name.size() - 2)});
  const EventDefinition* event = definition.event(name);
  return event == nullptr ? name : text_in(event->title, language, name);
}

std::string path_title(const Definition& definition, const Json* data, const std::string& path,
                       Language language) {
  if (path == "/now") return phrase(Phrase::now, language);
  if (path.starts_with("/actor")) return phrase(Phrase::actor, language);
  const Json* schema = schema_at(definition, data, path);
  std::string name = path;
  while (true) {
    const std::size_t slash = name.rfind('/');
    const std::string last = slash == std::string::npos ? name : name.substr(slash + 1);
    const bool number = !last.empty() && last.find_first_not_of("0123456789") == std::string::npos;
    if (slash == std::string::npos || slash == 0 || !number) {
      name = plain(last);
      break;
    }
    name.resize(slash);
  }
  if (schema == nullptr || !schema->contains("x-title")) return name;
  return text_in(schema->at("x-title"), language, name);
}

std::string value_title(const Definition& definition, const Json* data, const std::string& path,
                        const Json& value, Language language) {
  if (value.is_boolean()) return phrase(value.get<bool>() ? Phrase::yes : Phrase::no, language);
  if (!value.is_string()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::string text = value.get<std::string>();
  const Json* schema = schema_at(definition, data, path);
  const Json titles = schema == nullptr ? Json() : schema->value("x-enum-titles", Json());
  return titles.is_object() && titles.contains(text) ? text_in(titles.at(text), language, text) : text;
}

std::string duration_in_words(const Duration& duration, Language language) {
  std::vector<std::string> parts;
  const auto part = [&](std::int64_t number, Phrase one, Phrase many) {
    if (number != 0) parts.push_back(counted(std::abs(number), one, many, language));
  };
  part(duration.months / 12, Phrase::year, Phrase::years);
  part(duration.months % 12, Phrase::month, Phrase::months);
  part(duration.days, Phrase::day, Phrase::days);
  const std::int64_t seconds = duration.milliseconds / 1000;
  part(seconds / 3600, Phrase::hour, Phrase::hours);
  part(seconds % 3600 / 60, Phrase::minute, Phrase::minutes);
  part(seconds % 60, Phrase::second, Phrase::seconds);
  if (parts.empty()) return counted(0, Phrase::second, Phrase::seconds, language);
  const bool spaced = language == Language::en || language == Language::ko;
  std::string words;
  for (const std::string& each : parts) words += (words.empty() || !spaced ? "" : " ") + each;
  return words;
}

std::string delay_in_words(const Definition& definition, const Delay& delay, Language language) {
  if (delay.base == Delay::Base::duration)
    return phrase(Phrase::after_duration, language, {duration_in_words(delay.duration, language)});
  const bool at_once = !delay.offset || *delay.offset == Duration{false, 0, 0, 0};
  const std::string offset = delay.offset ? duration_in_words(*delay.offset, language) : "";
  const bool earlier = delay.offset && delay.offset->negative;
  if (delay.base == Delay::Base::deadline) {
    if (!delay.offset) return phrase(Phrase::deadline_passes, language);
    if (at_once || *delay.offset == Duration{true, 0, 0, 0}) return phrase(Phrase::deadline_day, language);
    return phrase(earlier ? Phrase::before_deadline : Phrase::after_deadline, language, {offset});
  }
  const std::string field = path_title(definition, nullptr, delay.field, language);
  if (at_once) return phrase(Phrase::at_field, language, {field});
  return phrase(earlier ? Phrase::before_field : Phrase::after_field, language, {offset, field});
}

}  // namespace yellowsea::machine::graph
