// What the engine cannot know is missing from ACTION's definitions: texts in four languages, sentences for
// refusals.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/rounds/pack.hpp"

namespace yellowsea::rounds {
namespace {

bool in_four_languages(const Json& text) {
  if (!text.is_object() || text.size() != 4) return false;
  for (const char* language : {"en", "ja", "zh", "ko"}) {
    if (!text.contains(language) || !text.at(language).is_string() ||
        text.at(language).get<std::string>().empty())
      return false;
  }
  return true;
}

void check_schema_texts(const Json& schema, const std::string& place) {
  if (schema.contains("properties")) {
    INFO(place);
    CHECK(schema.value("additionalProperties", true) == false);
    for (const auto& [name, property] : schema.at("properties").items()) {
      INFO(place + "/" + name);
      CHECK(in_four_languages(property.value("x-title", Json())));
      for (const Json& value : property.value("enum", Json::array())) {
        INFO(value.dump());
        if (value.is_null()) continue;  // no choice, but the lack of one
        CHECK(in_four_languages(
            property.value("x-enum-titles", Json::object()).value(value.get<std::string>(), Json())));
      }
      check_schema_texts(property, place + "/" + name);
    }
  }
  if (schema.contains("items")) check_schema_texts(schema.at("items"), place + "/items");
}

void check_state_texts(const Json& state, const std::string& place) {
  const Json inside = state.value("states", Json::object());
  for (const auto& [key, inner] : inside.items()) {
    INFO(place + "." + key);
    CHECK(in_four_languages(inner.value("meta", Json::object()).value("title", Json())));
    check_state_texts(inner, place + "." + key);
  }
}

void collect(const Json& value, const char* key, std::set<std::string>& found) {
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items()) {
      if (name == key && inner.is_string()) found.insert(inner);
      collect(inner, key, found);
    }
  } else if (value.is_array()) {
    for (const Json& inner : value) collect(inner, key, found);
  }
}

// A refusal by this guard has a sentence, whichever part of it refuses.
bool speaks(const Json& guard) {
  const Json params = guard.value("params", Json::object());
  if (params.contains("rule")) return true;
  if (guard.at("type") != "all") return false;
  const Json& of = params.at("of");
  return std::all_of(of.begin(), of.end(), speaks);
}

void check_guards(const Json& state, const Json& events, const std::string& place) {
  const Json handlers = state.value("on", Json::object());
  for (const auto& [name, transitions] : handlers.items()) {
    if (events.at(name).value("internal", false)) continue;
    INFO(place + " " + name);
    for (const Json& transition : transitions.is_array() ? transitions : Json::array({transitions})) {
      if (transition.contains("guard")) CHECK(speaks(transition.at("guard")));
    }
  }
  const Json inside = state.value("states", Json::object());
  for (const auto& [key, inner] : inside.items()) check_guards(inner, events, place + "." + key);
}

void collect_undeclared(const Json& state, const Json& events, std::set<std::string>& undeclared) {
  const Json handlers = state.value("on", Json::object());
  for (const auto& [name, transitions] : handlers.items()) {
    if (!events.contains(name)) undeclared.insert(name);
  }
  const Json inside = state.value("states", Json::object());
  for (const auto& [key, inner] : inside.items()) collect_undeclared(inner, events, undeclared);
}

}  // namespace

TEST_CASE("every text of the definitions is there in four languages", "[rounds]") {
  for (const std::string& kind : kinds()) {
    INFO(kind);
    const Json definition = definition_json(kind);
    CHECK(in_four_languages(definition.at("title")));
    check_schema_texts(definition.at("fields"), "fields");
    for (const auto& [name, event] : definition.at("events").items()) {
      INFO(name);
      CHECK(in_four_languages(event.at("title")));
      if (event.contains("data")) check_schema_texts(event.at("data"), "events/" + name);
    }
    for (const auto& [name, sentence] : definition.at("rules").items()) {
      INFO(name);
      CHECK(in_four_languages(sentence));
    }
    check_state_texts(definition.at("machine"), kind);
  }
}

TEST_CASE("every refusal has a sentence, and every sentence is used", "[rounds]") {
  for (const std::string& kind : kinds()) {
    INFO(kind);
    const Json definition = definition_json(kind);
    std::set<std::string> used;
    collect(definition.at("machine"), "rule", used);
    collect(definition.at("machine"), "message", used);
    collect(definition.at("events").at("open").value("guard", Json()), "rule", used);
    std::set<std::string> known;
    for (const auto& [name, sentence] : definition.at("rules").items()) known.insert(name);
    CHECK(used == known);
    check_guards(definition.at("machine"), definition.at("events"), kind);
    std::set<std::string> undeclared;
    collect_undeclared(definition.at("machine"), definition.at("events"), undeclared);
    CHECK(undeclared == std::set<std::string>{});
  }
}

TEST_CASE("what one workflow sends, the other declares as internal", "[rounds]") {
  std::map<std::string, Json> definitions;
  for (const std::string& kind : kinds()) definitions[kind] = definition_json(kind);
  const std::function<void(const Json&)> visit = [&](const Json& value) {
    if (value.is_object() && value.value("type", Json()) == "send" && value.contains("params")) {
      const Json& params = value.at("params");
      const Json& events = definitions.at(params.at("to").at("kind")).at("events");
      const std::string event = params.at("event");
      INFO(event);
      REQUIRE(events.contains(event));
      CHECK(events.at(event).value("internal", false));
      const Json known = events.at(event).at("data").at("properties");
      const Json sent = params.value("data", Json::object());
      for (const auto& [name, source] : sent.items()) CHECK(known.contains(name));
    }
    if (value.is_structured()) {
      for (const Json& inner : value) visit(inner);
    }
  };
  for (const auto& [kind, definition] : definitions) visit(definition.at("machine"));
}

// A plan can come back to `assigned` with the draft it had, so even there one may be left in it.
TEST_CASE("a plan that nobody has consulted on becomes public without its draft", "[rounds]") {
  const Json states = definition_json("action_plan").at("machine").at("states");
  const std::set<std::string> with_text{"consultation", "adopted", "annexed", "committed"};
  for (const char* state : {"assigned", "exploring", "drafting", "mayor_review"}) {
    for (const auto& [event, candidates] : states.at(state).at("on").items()) {
      for (const Json& one : candidates.is_array() ? candidates : Json::array({candidates})) {
        const std::string target = one.is_object() ? one.value("target", "") : one.get<std::string>();
        if (target.empty() || with_text.contains(target)) continue;
        const Json tags = states.at(target).value("tags", Json::array());
        if (std::find(tags.begin(), tags.end(), "public") == tags.end()) continue;
        std::set<std::string> cleared;
        for (const Json& action : one.value("actions", Json::array())) {
          if (action.at("type") == "clear") collect(action.at("params"), "path", cleared);
        }
        INFO(state << " " << event << " -> " << target);
        for (const char* field : {"text", "measures", "translations", "attachments"})
          CHECK(cleared.contains(std::string("/fields/") + field));
      }
    }
  }
}

}  // namespace yellowsea::rounds
