// A promise in two versions and the map from one to the other, for the tests of migrations.
#pragma once

#include "engine/machine/migration.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine::promise {

// A promise with a deadline, a region for how it goes, one for warnings, and a history for pauses.
inline const std::string old_head =
    "'zone':'/fields/zone','deadline':'/fields/due',"
    "'fields':{'type':'object','properties':{'zone':{'type':'string'},'due':{'type':'string'},"
    "'city':{'type':'string','x-visibility':'internal'},'note':{'type':'string'}}},"
    "'delays':{'answer':{'duration':'P90D'},'late':{'until':'deadline'}},";
inline const std::string old_machine =
    "{'initial':'draft','states':{"
    "'draft':{'after':{'answer':'lost'},'on':{'start':'active'}},"
    "'active':{'type':'parallel','after':{'late':'lost'},'on':{'pause':'paused'},'states':{"
    "'work':{'initial':'slow','states':{'slow':{'on':{'hurry':'fast'}},'fast':{'after':{'P7D':'slow'}}}},"
    "'mood':{'initial':'good','states':{'good':{'on':{'rain':'bad'}},'bad':{}}},"
    "'before':{'type':'history','history':'deep'}}},"
    "'paused':{'on':{'resume':'active.before'}},"
    "'lost':{'type':'final'}}}";

// The same with other names, a new region, and a state less.
inline const std::string new_head =
    "'zone':'/fields/zone','deadline':'/fields/until',"
    "'fields':{'type':'object','properties':{'zone':{'type':'string'},'until':{'type':'string'},"
    "'city':{'type':'string','x-visibility':'internal'},'level':{'type':'integer'}}},"
    "'delays':{'answer':{'duration':'P60D'},'late':{'until':'deadline'},"
    "'soon':{'until':'deadline','offset':'-P30D'}},";
inline const std::string new_machine =
    "{'initial':'writing','states':{"
    "'writing':{'after':{'answer':'gone'},'on':{'start':'running'}},"
    "'running':{'type':'parallel','after':{'late':'gone','soon':{'actions':[]}},'on':{'pause':'paused'},"
    "'states':{"
    "'work':{'initial':'slow','states':{'slow':{'on':{'hurry':'fast'}},'fast':{'after':{'P7D':'slow'}}}},"
    "'mood':{'initial':'good','states':{'good':{'on':{'rain':'bad'}},'bad':{}}},"
    "'money':{'initial':'none','states':{'none':{},'some':{}}},"
    "'before':{'type':'history','history':'deep'}}},"
    "'paused':{'on':{'resume':'running.before'}},"
    "'gone':{'type':'final'}}}";

inline DefinitionPtr version(int number, const std::string& head, const std::string& machine) {
  const Parsed parsed = parse_definition(
      quoted("{'format':'yellowsea.workflow/1','id':'promise','version':" + std::to_string(number) + "," +
             head + "'machine':" + machine + "}"));
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("definition", diagnostic));
  REQUIRE(parsed.definition != nullptr);
  return parsed.definition;
}

inline std::string without(std::string text, const std::string& part) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

inline std::string with(std::string text, const std::string& part, const std::string& other) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), other);
}

inline DefinitionPtr old_version() { return version(1, old_head, old_machine); }
inline DefinitionPtr new_version() { return version(2, new_head, new_machine); }

// The map's parts, one a line: a test leaves one out, or changes it.
inline const std::string states_part =
    "'states':{'same':false,'map':{'draft':'writing','active.work.slow':'running.work.slow',"
    "'active.work.fast':'running.work.fast','active.mood.good':'running.mood.good',"
    "'active.mood.bad':'running.mood.bad','paused':'paused','lost':'gone'},"
    "'fill':{'running.money':'running.money.none'}}";
inline const std::string fields_part =
    "'fields':{'same':true,'rename':{'due':'until'},'drop':{'note':'never used'}}";
inline const std::string timers_part =
    "'timers':{'map':{'draft/answer':'writing/answer','active/late':'running/late',"
    "'active.work.fast/P7D':'running.work.fast/P7D'},'start':{'running/soon':'deadline'}}";
inline const std::string history_part = "'history':{'map':{'active.before':'running.before'}}";

inline std::string map_of(const Definition& from, const std::string& states = states_part,
                          const std::string& fields = fields_part, const std::string& timers = timers_part,
                          const std::string& history = history_part) {
  return quoted(
      "{'format':'yellowsea.migration/1','kind':'promise','reason':'clearer "
      "names',\n'from':{'version':1,'sha256':'" +
      from.sha256 + "'},\n'to':{'version':2},\n" + states + ",\n" + fields + ",\n" + timers + ",\n" +
      history + "}");
}

// "LINE:COLUMN rule" of each message, and their texts for whoever has to look.
inline std::vector<std::string> rules(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : diagnostics) {
    UNSCOPED_INFO(to_text("map", diagnostic));
    found.push_back(std::to_string(diagnostic.place.line) + " " + diagnostic.rule);
  }
  return found;
}

using Rules = std::vector<std::string>;

inline MigrationPtr parsed_map(const std::string& text, const DefinitionPtr& from, const DefinitionPtr& to) {
  const ParsedMigration parsed = parse_migration(text, from, to);
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("map", diagnostic));
  REQUIRE(parsed.migration != nullptr);
  return parsed.migration;
}

inline Rules wrong(const std::string& text, const DefinitionPtr& from = old_version(),
                   const DefinitionPtr& to = new_version()) {
  const ParsedMigration parsed = parse_migration(text, from, to);
  CHECK((parsed.migration == nullptr) == !parsed.diagnostics.empty());
  return rules(parsed.diagnostics);
}

inline const std::string due_fields = "{'zone':'Asia/Seoul','due':'2026-12-31','city':'busan','note':'x'}";

inline Bench bench(const std::string& fields = due_fields) { return Bench(old_version(), fields); }

inline MigrationContext context_at(Instant now) {
  MigrationContext context;
  context.now = now;
  context.actor = Actor{"", "operator", ""};
  return context;
}

inline MigrationStep moved(const Bench& from, const std::string& map,
                           const DefinitionPtr& to = new_version()) {
  return migrate_item(*parsed_map(map, from.item.definition, to), from.item, context_at(from.now));
}

inline std::string text_of(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// "carried draft/answer>writing/answer 2026-04-01T00:00:00Z", …
inline std::vector<std::string> timers_of(const MigrationStep& step) {
  std::vector<std::string> all;
  for (const TimerStep& timer : step.timers) {
    const char* what = timer.what == TimerStep::What::carried   ? "carried "
                       : timer.what == TimerStep::What::dropped ? "dropped "
                       : timer.what == TimerStep::What::started ? "started "
                                                                : "not started ";
    all.push_back(what + timer.from + ">" + timer.to + (timer.due ? " " + format_instant(*timer.due) : ""));
  }
  return all;
}

}  // namespace yellowsea::machine::promise
