// Names that must exist: states in guards, kinds, tags and states of other items, roles, rules, events sent.
#include <algorithm>
#include <set>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {
namespace {

std::vector<std::string> paths_of(const Definition& definition) {
  std::vector<std::string> paths;
  for (const State& state : definition.states) {
    if (!state.path.empty()) paths.push_back(state.path);
  }
  return paths;
}

std::vector<std::string> tags_of(const Definition& definition) {
  std::set<std::string> tags;
  for (const State& state : definition.states) tags.insert(state.tags.begin(), state.tags.end());
  return {tags.begin(), tags.end()};
}

bool knows(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class NameRules {
 public:
  NameRules(const Analysed& analysed, Findings& findings)
      : analysed_(analysed), definition_(analysed.definition), findings_(findings) {}

  void check() {
    Walk walk;
    walk.guard = [&](const Guard& each, const std::string& pointer, const DataView&) {
      guard(each, pointer);
    };
    walk.action = [&](const Action& each, const std::string& pointer, const DataView&) {
      action(each, pointer);
    };
    analysed_.source.visit(walk);
    for (const EventDefinition& event : definition_.events) {
      const std::string pointer = below("/events", event.name) + "/by/";
      for (std::size_t i = 0; i < event.by.size(); ++i) {
        roles(event.by[i].roles, pointer + std::to_string(i) + "/roles", true);
      }
    }
    for (std::size_t i = 0; i < definition_.read.size(); ++i) {
      const std::string pointer = "/read/" + std::to_string(i);
      roles(definition_.read[i].roles, pointer + "/roles", false);
      if (!definition_.read[i].tag.empty())
        tag(definition_, definition_.read[i].tag, pointer + "/tag", Place::own);
    }
    for (const auto& [name, link] : definition_.links.items()) {
      if (link.is_object() && link.contains("kind") && link.at("kind").is_string()) {
        kind(link.at("kind").get<std::string>(), below("/links", name) + "/kind");
      }
    }
  }

 private:
  enum class Place { own, other };

  void roles(const std::vector<std::string>& names, const std::string& pointer, bool writes) {
    if (!analysed_.context.roles) return;
    std::vector<std::string> known;
    for (const auto& [role, may_write] : *analysed_.context.roles) known.push_back(role);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = analysed_.context.roles->find(names[i]);
      const std::string place = pointer + "/" + std::to_string(i);
      if (found == analysed_.context.roles->end()) {
        findings_.warning(place, "unknown_role",
                          "there is no role '" + names[i] + "' in the pack (config/roles.json)" +
                              did_you_mean(names[i], known));
      } else if (writes && !found->second) {
        findings_.warning(
            place, "role_may_not_write",
            "the role '" + names[i] + "' may not fire events (config/roles.json: \"writes\": false)");
      }
    }
  }

  void role(const std::string& name, const std::string& pointer) {
    if (!analysed_.context.roles || analysed_.context.roles->contains(name)) return;
    std::vector<std::string> known;
    for (const auto& [role, may_write] : *analysed_.context.roles) known.push_back(role);
    findings_.warning(
        pointer, "unknown_role",
        "there is no role '" + name + "' in the pack (config/roles.json)" + did_you_mean(name, known));
  }

  const Definition* kind(const std::string& name, const std::string& pointer) {
    const Definition* found = analysed_.kind(name);
    if (found != nullptr || !analysed_.context.pack_is_whole) return found;
    std::vector<std::string> known;
    for (const DefinitionPtr& other : analysed_.context.pack) known.push_back(other->kind);
    findings_.warning(pointer, "unknown_kind",
                      "no definition of the pack has the id '" + name + "'" + did_you_mean(name, known));
    return nullptr;
  }

  void tag(const Definition& definition, const std::string& name, const std::string& pointer, Place place) {
    const auto tags = tags_of(definition);
    if (knows(tags, name)) return;
    findings_.warning(
        pointer, "unknown_tag",
        "no state of " +
            (place == Place::own ? std::string("this definition") : "'" + definition.kind + "'") +
            " has the tag '" + name + "'" + did_you_mean(name, tags));
  }

  void condition(const std::optional<Condition>& given, const std::string& pointer, const Definition* other) {
    if (!given) return;
    if (given->where != nullptr) guard(*given->where, pointer + "/where");
    if (other == nullptr) return;
    const auto paths = paths_of(*other);
    const auto place = [&](const char* key, std::size_t i) {
      const OrderedJson::json_pointer list(pointer + "/" + key);
      const OrderedJson& json = analysed_.source.json();
      const bool many = json.contains(list) && json.at(list).is_array();
      return pointer + "/" + key + (many ? "/" + std::to_string(i) : "");
    };
    for (std::size_t i = 0; i < given->states.size(); ++i) {
      if (knows(paths, given->states[i])) continue;
      findings_.error(place("state", i), "unknown_state",
                      "'" + other->kind + "' has no state '" + given->states[i] + "'" +
                          did_you_mean(given->states[i], paths));
    }
    for (std::size_t i = 0; i < given->tags.size(); ++i)
      tag(*other, given->tags[i], place("tag", i), Place::other);
    for (std::size_t i = 0; i < given->not_tags.size(); ++i) {
      tag(*other, given->not_tags[i], place("not_tag", i), Place::other);
    }
  }

  const Definition* selection(const Selection& given, const std::string& pointer) {
    const Definition* other = kind(given.kind, pointer + "/kind");
    condition(given.having, pointer + "/having", other);
    return other;
  }

  void rule(const std::string& name, const std::string& pointer) {
    if (name.empty() || definition_.rules.contains(name)) return;
    std::vector<std::string> known;
    for (const auto& [key, texts] : definition_.rules.items()) known.push_back(key);
    findings_.warning(pointer, "unknown_rule",
                      "'rules' has no sentence for '" + name + "': a reader would see the bare name" +
                          did_you_mean(name, known));
  }

  void guard(const Guard& given, const std::string& pointer) {
    const std::string params = pointer + "/params";
    rule(given.rule, params + "/rule");
    const bool many = given.type == GuardType::all || given.type == GuardType::any;
    for (std::size_t i = 0; i < given.of.size(); ++i) {
      guard(given.of[i], many ? params + "/of/" + std::to_string(i) : params + "/of");
    }
    roles(given.roles, params + "/roles", false);
    if (given.type == GuardType::in && !definition_.state_by_path.contains(given.state)) {
      findings_.error(params + "/state", "unknown_state",
                      "there is no state '" + given.state + "'; write its path from the root, as in 'a.b'" +
                          did_you_mean(given.state, paths_of(definition_)));
    }
    if (given.selection.kind.empty()) return;
    const Definition* other = selection(given.selection, params);
    condition(given.must, params + "/must", other);
  }

  void sent_event(const Action& given, const std::string& params, const Definition* receiver) {
    if (receiver == nullptr) return;
    const std::string event = given.params.value("event", std::string());
    std::vector<std::string> names;
    bool taken = false;
    for (const State& state : receiver->states) {
      for (const auto& on : state.on) {
        taken = taken || (!on.transitions.empty() && descriptor_matches(on.descriptor, event));
        names.push_back(on.descriptor);
      }
    }
    if (taken) return;
    findings_.warning(
        params + "/event", "event_not_taken",
        "no state of '" + receiver->kind + "' takes the event '" + event + "'" + did_you_mean(event, names));
  }

  void action(const Action& given, const std::string& pointer) {
    const std::string params = pointer + "/params";
    if (given.type == ActionType::make) {
      kind(given.params.value("kind", std::string()), params + "/kind");
      if (given.selection) selection(*given.selection, params + "/with");
      if (given.unless) selection(*given.unless, params + "/unless");
    } else if (given.type == ActionType::send) {
      if (given.selection) sent_event(given, params, selection(*given.selection, params + "/to"));
    } else if (given.selection) {
      selection(*given.selection, params);
    }
    if (given.type != ActionType::notify) return;
    rule(given.params.value("message", std::string()), params + "/message");
    const Json to = given.params.value("to", Json::array());
    if (to.is_string()) role(to.get<std::string>(), params + "/to");
    if (!to.is_array()) return;
    for (std::size_t i = 0; i < to.size(); ++i) {
      const std::string place = params + "/to/" + std::to_string(i);
      if (to[i].is_string()) role(to[i].get<std::string>(), place);
      if (to[i].is_object()) role(to[i].value("role", std::string()), place + "/role");
    }
  }

  const Analysed& analysed_;
  const Definition& definition_;
  Findings& findings_;
};

}  // namespace

void check_names(const Analysed& analysed, Findings& findings) { NameRules(analysed, findings).check(); }

}  // namespace yellowsea::machine
