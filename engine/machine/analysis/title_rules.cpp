// Titles and sentences: where a person reads one, it is there in all four languages. Titles of states and
// fields are asked for only if the definition gives any: one that is only traced needs none.
#include <algorithm>
#include <array>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {
namespace {

constexpr std::array<const char*, 4> languages{"en", "ja", "zh", "ko"};

bool uses_key(const OrderedJson& json, const std::string& key) {
  if (!json.is_structured()) return false;
  if (json.is_object() && json.contains(key)) return true;
  return std::any_of(json.begin(), json.end(),
                     [&](const OrderedJson& member) { return uses_key(member, key); });
}

class TitleRules {
 public:
  TitleRules(const Analysed& analysed, Findings& findings)
      : analysed_(analysed), definition_(analysed.definition), findings_(findings) {}

  void check() {
    check_title("", analysed_.source.json(), "title", "the definition", true);
    for (const EventDefinition& event : definition_.events) {
      const std::string pointer = below("/events", event.name);
      const OrderedJson& json = at(pointer);
      check_title(pointer, json, "title", "the event '" + event.name + "'", true);
      if (json.contains("data")) check_schema_titles(pointer + "/data", json.at("data"));
    }
    if (analysed_.source.json().contains("fields")) {
      check_schema_titles("/fields", analysed_.source.json().at("fields"));
    }
    check_states();
    check_rules();
  }

 private:
  const OrderedJson& at(const std::string& pointer) const {
    return analysed_.source.json().at(OrderedJson::json_pointer(pointer));
  }

  void check_title(const std::string& pointer, const OrderedJson& holder, const std::string& key,
                   const std::string& of_what, bool needed) {
    if (!holder.contains(key)) {
      if (needed) {
        findings_.warning(pointer, "missing_title",
                          of_what + " has no '" + key + "'; give one in en, ja, zh and ko");
      }
      return;
    }
    check_texts(below(pointer, key), holder.at(key), "the title of " + of_what);
  }

  void check_texts(const std::string& pointer, const OrderedJson& texts, const std::string& of_what) {
    if (!texts.is_object()) {
      findings_.warning(pointer, "missing_title",
                        of_what + " must be an object with a text in each of en, ja, zh and ko");
      return;
    }
    std::vector<std::string> missing;
    for (const char* language : languages) {
      const auto text = texts.find(language);
      if (text == texts.end() || !text->is_string() || text->get_ref<const std::string&>().empty()) {
        missing.emplace_back(language);
      }
    }
    if (!missing.empty()) {
      findings_.warning(
          pointer, "missing_title",
          of_what + " is missing in " + listed(missing) + "; every title needs all four languages");
    }
  }

  void check_states() {
    const bool titled = std::any_of(
        definition_.states.begin(), definition_.states.end(),
        [](const State& state) { return state.meta.is_object() && state.meta.contains("title"); });
    if (!titled) return;
    for (const State& state : definition_.states) {
      // Regions and history states are not shown by themselves.
      const bool shown = state.type == StateType::atomic || state.type == StateType::final;
      const std::string pointer = analysed_.source.state(state.index);
      const OrderedJson& json = at(pointer);
      static const OrderedJson none = OrderedJson::object();
      const bool has_meta = json.contains("meta") && json.at("meta").is_object();
      check_title(has_meta ? pointer + "/meta" : pointer, has_meta ? json.at("meta") : none, "title",
                  "the state '" + state_name(definition_, state.index) + "'", shown);
    }
  }

  void check_rules() {
    for (const auto& [name, texts] : definition_.rules.items()) {
      check_texts(below("/rules", name), OrderedJson(texts), "the sentence of the rule '" + name + "'");
    }
  }

  void check_schema_titles(const std::string& pointer, const OrderedJson& schema) {
    if (!uses_titles_known_) {
      uses_titles_ = uses_key(analysed_.source.json(), "x-title");
      uses_titles_known_ = true;
    }
    if (!schema.is_object()) return;
    check_enum_titles(pointer, schema);
    if (schema.contains("items")) check_schema_titles(pointer + "/items", schema.at("items"));
    const auto properties = schema.find("properties");
    if (properties == schema.end() || !properties->is_object()) return;
    for (const auto& [name, property] : properties->items()) {
      if (!property.is_object()) continue;
      const std::string place = below(pointer + "/properties", name);
      check_title(place, property, "x-title", "the field '" + name + "'", uses_titles_);
      check_schema_titles(place, property);
    }
  }

  void check_enum_titles(const std::string& pointer, const OrderedJson& schema) {
    const auto values = schema.find("enum");
    const auto titles = schema.find("x-enum-titles");
    if (values == schema.end() || !values->is_array() || titles == schema.end() || !titles->is_object())
      return;
    for (const OrderedJson& value : *values) {
      if (!value.is_string()) continue;
      const auto& name = value.get_ref<const std::string&>();
      check_title(pointer + "/x-enum-titles", *titles, name, "the value '" + name + "'", true);
    }
    for (const auto& [name, title] : titles->items()) {
      if (std::find(values->begin(), values->end(), OrderedJson(name)) != values->end()) continue;
      findings_.warning(below(pointer + "/x-enum-titles", name), "unknown_value",
                        "there is a title for '" + name + "', which is no value of the 'enum'");
    }
  }

  const Analysed& analysed_;
  const Definition& definition_;
  Findings& findings_;
  bool uses_titles_ = false;
  bool uses_titles_known_ = false;
};

}  // namespace

void check_titles(const Analysed& analysed, Findings& findings) { TitleRules(analysed, findings).check(); }

}  // namespace yellowsea::machine
