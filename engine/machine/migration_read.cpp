// Reads a migration map: its form, and the names in it.
#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/base/schema.hpp"
#include "engine/machine/migration_parts.hpp"

namespace yellowsea::machine {
namespace {

constexpr const char* format_name = "yellowsea.migration/1";

JsonLimits map_limits() {
  JsonLimits limits;
  limits.bytes = 1024 * 1024;
  limits.elements = 10'000;
  limits.keys = 10'000;
  return limits;
}

// A message about something that is missing is shown at what should hold it.
void add_places(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic& diagnostic : diagnostics) {
    std::string pointer = diagnostic.pointer;
    auto place = locate(text, pointer, true);
    while (!place && !pointer.empty()) {
      pointer.resize(pointer.rfind('/'));
      place = locate(text, pointer, true);
    }
    if (place) diagnostic.place = *place;
  }
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& left, const Diagnostic& right) {
                     return std::pair(left.place.line, left.place.column) <
                            std::pair(right.place.line, right.place.column);
                   });
}

struct Version {
  int number = 0;
  std::string sha256;
};

Version read_version(ParseContext& context, const Node& root, const std::string& key, bool needs_hash) {
  Version version;
  if (!root.json.contains(key) || !root.json.at(key).is_object()) {
    context.error(root.json.contains(key) ? root.member(key) : root, "missing_key",
                  "'" + key + "' must be {\"version\", \"sha256\"} of a definition");
    return version;
  }
  const Node node = root.member(key);
  context.only_keys(node, {"version", "sha256"}, "'" + key + "'");
  const OrderedJson number = node.json.value("version", OrderedJson(nullptr));
  if (!number.is_number_integer() || number.get<std::int64_t>() < 1) {
    context.error(node.json.contains("version") ? node.member("version") : node, "type",
                  "'version' must be a whole number from 1 on");
  } else {
    version.number = number.get<int>();
  }
  version.sha256 = needs_hash ? context.required_text(node, "sha256") : context.text(node, "sha256");
  return version;
}

MigrationHead read_head(ParseContext& context, const Node& root) {
  MigrationHead head;
  context.only_keys(root,
                    {"format", "kind", "from", "to", "reason", "states", "fields", "timers", "history",
                     "$schema", "description"},
                    "a migration map");
  const std::string format = context.required_text(root, "format");
  if (!format.empty() && format != format_name) {
    context.error(root.member("format"), "format",
                  "'" + format + "' is not known; this program reads " + format_name);
  }
  head.kind = context.required_text(root, "kind");
  const Version from = read_version(context, root, "from", true);
  const Version to = read_version(context, root, "to", false);
  if (from.number > 0 && to.number > 0 && to.number <= from.number) {
    context.error(root.member("to"), "version",
                  "a migration goes to a later version; make a new version of what is to come back");
  }
  head.from_version = from.number;
  head.from_sha256 = from.sha256;
  head.to_version = to.number;
  head.to_sha256 = to.sha256;
  return head;
}

// Reads the parts and looks up their names.
class Reader {
 public:
  Reader(ParseContext& context, const Node& root, Migration& migration)
      : context_(context), root_(root), from_(*migration.from), to_(*migration.to), migration_(migration) {}

  SameNames read() {
    SameNames same;
    migration_.reason = context_.text(root_, "reason");
    part("states", {"same", "map", "stay", "fill"}, [&](const Node& node) {
      same.states = context_.flag(node, "same");
      each(node, "map", [&](const Node& entry, const std::string& key) { read_state(entry, key); });
      reasons(node, "stay", [&](const Node& entry, const std::string& key, const std::string& why) {
        if (const auto state = named(entry, from_, key, "old")) migration_.stay[*state] = why;
      });
      each(node, "fill", [&](const Node& entry, const std::string& key) { read_fill(entry, key); });
    });
    part("fields", {"same", "rename", "drop", "set"}, [&](const Node& node) {
      migration_.same_fields = context_.flag(node, "same");
      read_fields(node);
    });
    part("timers", {"same", "map", "drop", "start", "leave"}, [&](const Node& node) {
      same.timers = context_.flag(node, "same");
      read_timers(node);
    });
    part("history", {"same", "map", "drop"}, [&](const Node& node) {
      same.history = context_.flag(node, "same");
      each(node, "map", [&](const Node& entry, const std::string& key) { read_history(entry, key); });
      reasons(node, "drop", [&](const Node& entry, const std::string& key, const std::string& why) {
        if (const auto state = history_named(entry, from_, key, "old")) migration_.no_histories[*state] = why;
      });
    });
    return same;
  }

 private:
  template <class Read>
  void part(const std::string& name, std::initializer_list<std::string_view> keys, Read read) {
    if (!root_.json.contains(name)) return;
    const Node node = root_.member(name);
    if (!node.json.is_object()) return context_.error(node, "type", "'" + name + "' must be an object");
    context_.only_keys(node, keys, "'" + name + "'");
    read(node);
  }

  template <class Read>
  void each(const Node& node, const std::string& list, Read read) {
    if (!node.json.contains(list)) return;
    const Node entries = node.member(list);
    if (!entries.json.is_object())
      return context_.error(entries, "type", "'" + list + "' must be an object of names");
    for (const auto& [key, value] : entries.json.items()) read(entries.member(key), key);
  }

  template <class Read>
  void reasons(const Node& node, const std::string& list, Read read) {
    each(node, list, [&](const Node& entry, const std::string& key) {
      const std::string why = text_of(entry, "why");
      if (!why.empty()) read(entry, key, why);
    });
  }

  std::string text_of(const Node& entry, const std::string& what) {
    if (entry.json.is_string() && !entry.json.get_ref<const std::string&>().empty())
      return entry.json.get<std::string>();
    context_.error(entry, "type",
                   what == "why" ? "the reason must be given here, as a text"
                                 : "the " + what + " must be given here, as a text");
    return {};
  }

  std::optional<StateIndex> named(const Node& place, const Definition& definition, const std::string& path,
                                  const std::string& which) {
    const auto found = definition.state_by_path.find(path);
    if (found != definition.state_by_path.end() && found->second != 0) return found->second;
    context_.error(place, "unknown_state",
                   "the " + which + " version (" + std::to_string(definition.version) + ") has no state " +
                       quoted_name(path) + "; states are named by their path from the root");
    return std::nullopt;
  }

  std::optional<StateIndex> history_named(const Node& place, const Definition& definition,
                                          const std::string& path, const std::string& which) {
    const auto state = named(place, definition, path, which);
    if (!state || definition.state(*state).type == StateType::history) return state;
    context_.error(place, "target_type", quoted_name(path) + " is no history state");
    return std::nullopt;
  }

  void read_state(const Node& entry, const std::string& key) {
    const auto old_state = named(entry, from_, key, "old");
    std::vector<std::pair<Node, std::string>> targets;
    if (entry.json.is_array()) {
      for (std::size_t i = 0; i < entry.json.size(); ++i)
        targets.emplace_back(entry.element(i), text_of(entry.element(i), "new state"));
    } else {
      targets.emplace_back(entry, text_of(entry, "new state"));
    }
    if (targets.empty()) context_.error(entry, "type", "the list of new states must not be empty");
    for (const auto& [node, path] : targets) {
      const auto target = path.empty() ? std::nullopt : named(node, to_, path, "new");
      if (old_state && target && fits(node, *old_state, *target))
        migration_.states[*old_state].push_back(*target);
    }
  }

  bool fits(const Node& place, StateIndex old_index, StateIndex new_index) {
    const State& old_state = from_.state(old_index);
    const State& target = to_.state(new_index);
    if (old_state.type == StateType::history || target.type == StateType::history) {
      context_.error(place, "target_type", "history states are mapped in 'history'");
      return false;
    }
    if (is_leaf(old_state) != is_leaf(target)) {
      context_.error(
          place, "target_type",
          is_leaf(old_state)
              ? quoted_name(target.path) + " has states inside; name the atomic or final one that is meant"
              : quoted_name(old_state.path) +
                    " has states inside: map these; an entry of its own only helps a shallow "
                    "history, and names a state with states inside");
      return false;
    }
    if (old_state.type == StateType::atomic && target.type == StateType::final) {
      context_.error(place, "finishes",
                     quoted_name(target.path) +
                         " is final: a migration finishes nothing, since nothing that follows from it would "
                         "happen; name a state from which an event leads there");
      return false;
    }
    return true;
  }

  void read_fill(const Node& entry, const std::string& key) {
    const auto region = named(entry, to_, key, "new");
    const std::string path = text_of(entry, "new state");
    const auto leaf = path.empty() ? std::nullopt : named(entry, to_, path, "new");
    if (!region || !leaf) return;
    const StateIndex parent = to_.state(*region).parent;
    if (to_.state(parent).type != StateType::parallel) {
      context_.error(entry, "target_type", quoted_name(key) + " is no region of a parallel state");
    } else if (!is_inside(to_, *leaf, *region) || to_.state(*leaf).type != StateType::atomic) {
      context_.error(entry, "target_type",
                     quoted_name(path) + " is no atomic state in the region " + quoted_name(key));
    } else {
      migration_.fill[*region] = *leaf;
    }
  }

  void read_fields(const Node& node) {
    each(node, "rename", [&](const Node& entry, const std::string& key) {
      const std::string name = text_of(entry, "new field");
      if (name.empty() || !known_field(entry, from_, key, "old") || !known_field(entry, to_, name, "new"))
        return;
      for (const auto& [old_name, new_name] : migration_.fields) {
        if (new_name == name)
          context_.error(entry, "doubled_field", "two fields are carried to " + quoted_name(name));
      }
      migration_.fields[key] = name;
    });
    reasons(node, "drop", [&](const Node& entry, const std::string& key, const std::string& why) {
      if (known_field(entry, from_, key, "old")) migration_.no_fields[key] = why;
    });
    each(node, "set", [&](const Node& entry, const std::string& key) {
      if (!known_field(entry, to_, key, "new")) return;
      migration_.set_fields[key] = Json(entry.json);
      const Json* schema = field_schema(to_, key);
      if (schema == nullptr) return;
      for (const FieldError& error : check_schema_part(*to_.fields, *schema, Json(entry.json)))
        context_.error(Node{entry.json, entry.pointer + error.pointer}, "schema", error.detail);
    });
  }

  bool known_field(const Node& place, const Definition& definition, const std::string& name,
                   const std::string& which) {
    if (!definition.fields || field_schema(definition, name) != nullptr) return true;
    context_.error(place, "unknown_field",
                   "the " + which + " version (" + std::to_string(definition.version) + ") has no field " +
                       quoted_name(name));
    return false;
  }

  std::optional<TimerPlace> timer_named(const Node& place, const Definition& definition,
                                        const std::string& name, const std::string& which) {
    for (const TimerPlace& timer : timer_places(definition)) {
      if (timer_name(definition, timer) == name) return timer;
    }
    context_.error(place, "unknown_timer",
                   "the " + which + " version (" + std::to_string(definition.version) + ") has no timer " +
                       quoted_name(name) + "; a timer is named STATE/DELAY, as in its state's 'after'");
    return std::nullopt;
  }

  void read_timers(const Node& node) {
    each(node, "map", [&](const Node& entry, const std::string& key) {
      const std::string name = text_of(entry, "new timer");
      const auto old_timer = timer_named(entry, from_, key, "old");
      const auto timer = name.empty() ? std::nullopt : timer_named(entry, to_, name, "new");
      if (old_timer && timer) migration_.timers[*old_timer] = *timer;
    });
    reasons(node, "drop", [&](const Node& entry, const std::string& key, const std::string& why) {
      if (const auto timer = timer_named(entry, from_, key, "old")) migration_.no_timers[*timer] = why;
    });
    each(node, "start", [&](const Node& entry, const std::string& key) {
      const auto timer = timer_named(entry, to_, key, "new");
      if (!timer) return;
      if (entry.json == "now") {
        migration_.started_timers[*timer] = TimerStart::now;
      } else if (entry.json != "deadline") {
        context_.error(entry, "timer_start", "a timer starts from \"now\" or from the \"deadline\"");
      } else if (delay_of(to_, *timer).base == Delay::Base::duration) {
        context_.error(entry, "timer_start",
                       quoted_name(key) + " is a duration: it can only start from \"now\"");
      } else {
        migration_.started_timers[*timer] = TimerStart::deadline;
      }
    });
    reasons(node, "leave", [&](const Node& entry, const std::string& key, const std::string& why) {
      if (const auto timer = timer_named(entry, to_, key, "new")) migration_.not_started_timers[*timer] = why;
    });
  }

  static const Delay& delay_of(const Definition& definition, const TimerPlace& timer) {
    return definition.state(timer.first).after[static_cast<std::size_t>(timer.second)].delay;
  }

  void read_history(const Node& entry, const std::string& key) {
    const std::string path = text_of(entry, "new history state");
    const auto old_history = history_named(entry, from_, key, "old");
    const auto history = path.empty() ? std::nullopt : history_named(entry, to_, path, "new");
    if (old_history && history) migration_.histories[*old_history] = *history;
  }

  ParseContext& context_;
  const Node& root_;
  const Definition& from_;
  const Definition& to_;
  Migration& migration_;
};

// The map as ordered JSON, or a diagnostic.
std::optional<OrderedJson> read_map(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  auto json = read_ordered_json(text, map_limits());
  if (json && json->is_object()) return std::move(*json);
  if (json) {
    diagnostics.push_back({Severity::error, "", "type", "a migration map must be an object", {}});
  } else {
    diagnostics.push_back({Severity::error, "", json.error().rule, json.error().detail, json.error().place});
  }
  return std::nullopt;
}

// The same name in two lists of one part, of which only one could hold.
template <class First, class Second>
void check_twice(ParseContext& context, const Node& root, const char* part, const First& first,
                 const Second& second, const std::string& message) {
  for (const auto& [key, value] : second) {
    if (first.contains(key)) context.error(place_in(root, part, "", ""), "said_twice", message);
  }
}

}  // namespace

ParsedMigrationHead read_migration_head(std::string_view text) {
  ParsedMigrationHead parsed;
  const auto json = read_map(text, parsed.diagnostics);
  if (!json) return parsed;
  ParseContext context;
  MigrationHead head = read_head(context, Node{*json, ""});
  parsed.diagnostics = std::move(context.diagnostics);
  add_places(text, parsed.diagnostics);
  if (!has_errors(parsed.diagnostics)) parsed.head = std::move(head);
  return parsed;
}

ParsedMigration parse_migration(std::string_view text, const DefinitionPtr& from, const DefinitionPtr& to) {
  ParsedMigration parsed;
  const auto json = read_map(text, parsed.diagnostics);
  if (!json) return parsed;
  ParseContext context;
  const Node root{*json, ""};
  const MigrationHead head = read_head(context, root);
  const auto wrong_hash = [&](const char* key, const std::string& said, const Definition& definition) {
    if (said.empty() || said == definition.sha256) return;
    context.error(root.member(key).member("sha256"), "sha256",
                  "version " + std::to_string(definition.version) + " of '" + definition.kind + "' is " +
                      definition.sha256 + "; the map was written for another one");
  };
  if (!has_errors(context.diagnostics)) {
    wrong_hash("from", head.from_sha256, *from);
    wrong_hash("to", head.to_sha256, *to);
  }
  auto migration = std::make_shared<Migration>();
  migration->from = from;
  migration->to = to;
  const SameNames same = Reader(context, root, *migration).read();
  check_twice(context, root, "fields", migration->fields, migration->no_fields,
              "a field is both renamed and dropped");
  check_twice(context, root, "timers", migration->timers, migration->no_timers,
              "a timer is both mapped and dropped");
  check_twice(context, root, "timers", migration->started_timers, migration->not_started_timers,
              "a timer is both in 'start' and in 'leave'");
  check_twice(context, root, "history", migration->histories, migration->no_histories,
              "a history state is both mapped and dropped");
  // Names that are wrong would only be reported again as what they leave uncovered.
  if (!has_errors(context.diagnostics)) {
    add_same_names(*migration, same);
    check_fields(context, root, *migration);
    const std::size_t before = context.diagnostics.size();
    check_states(context, root, *migration);
    // Where a timer or a history goes cannot be said while its state goes nowhere.
    if (context.diagnostics.size() == before) {
      check_timers(context, root, *migration);
      check_histories(context, root, *migration);
    }
  }
  parsed.diagnostics = std::move(context.diagnostics);
  add_places(text, parsed.diagnostics);
  if (has_errors(parsed.diagnostics)) return parsed;
  migration->sha256 = to_hex(sha256(text));
  parsed.migration = std::move(migration);
  return parsed;
}

}  // namespace yellowsea::machine
