// yellowsea workflow migrate
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"
#include "engine/service/migrate.hpp"
#include "web/cli/workflow_commands.hpp"

namespace yellowsea::web {
namespace {

using machine::MigrationStep;
using machine::TimerStep;

struct MigrateArguments {
  std::string file;
  std::string format = "text";
  bool dry_run = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::string due_text(const TimerStep& timer) {
  return timer.due ? " (due " + format_instant(*timer.due) + ")" : std::string();
}

std::string timer_text(const TimerStep& timer) {
  switch (timer.what) {
    case TimerStep::What::carried:
      return (timer.from == timer.to ? timer.to : timer.from + " -> " + timer.to) + due_text(timer);
    case TimerStep::What::dropped:
      return timer.from + due_text(timer) + " dropped: " + timer.reason;
    case TimerStep::What::started:
      return timer.to + " starts" + due_text(timer);
    case TimerStep::What::not_started:
      return timer.to + " not started: " + timer.reason;
  }
  return {};
}

const char* name_of(TimerStep::What what) {
  switch (what) {
    case TimerStep::What::carried:
      return "carried";
    case TimerStep::What::dropped:
      return "dropped";
    case TimerStep::What::started:
      return "started";
    case TimerStep::What::not_started:
      return "not_started";
  }
  return "";
}

const char* name_of(MigrationStep::Outcome outcome) {
  switch (outcome) {
    case MigrationStep::Outcome::migrates:
      return "migrates";
    case MigrationStep::Outcome::stays:
      return "stays";
    case MigrationStep::Outcome::refused:
      return "refused";
  }
  return "";
}

std::string step_text(const MigrationStep& step) {
  std::string line = step.kind + " '" + step.id + "': ";
  switch (step.outcome) {
    case MigrationStep::Outcome::stays:
      return line + joined(step.before) + " stays: " + step.reason;
    case MigrationStep::Outcome::refused:
      return line + joined(step.before) + " refused: " + step.reason + " [" + step.rule + "]";
    case MigrationStep::Outcome::migrates:
      break;
  }
  line += joined(step.before) + " -> " + joined(step.after);
  std::vector<std::string> fields;
  for (const auto& [name, value] : step.changed_fields.items())
    fields.push_back(value.is_null() ? name + " removed" : name + " = " + to_text(value));
  if (!fields.empty()) line += "; fields: " + joined(fields);
  std::vector<std::string> timers;
  for (const TimerStep& timer : step.timers) timers.push_back(timer_text(timer));
  if (!timers.empty()) line += "; timers: " + joined(timers);
  return line;
}

Json step_json(const MigrationStep& step) {
  Json timers = Json::array();
  for (const TimerStep& timer : step.timers) {
    timers.push_back(Json{{"what", name_of(timer.what)},
                          {"from", timer.from.empty() ? Json(nullptr) : Json(timer.from)},
                          {"to", timer.to.empty() ? Json(nullptr) : Json(timer.to)},
                          {"due", timer.due ? Json(format_instant(*timer.due)) : Json(nullptr)},
                          {"reason", timer.reason.empty() ? Json(nullptr) : Json(timer.reason)}});
  }
  return Json{{"kind", step.kind},
              {"id", step.id},
              {"version", step.version},
              {"outcome", name_of(step.outcome)},
              {"rule", step.rule.empty() ? Json(nullptr) : Json(step.rule)},
              {"reason", step.reason.empty() ? Json(nullptr) : Json(step.reason)},
              {"from", step.before},
              {"to", step.after},
              {"fields", step.changed_fields},
              {"timers", std::move(timers)}};
}

std::string versions_text(const machine::Migration& migration) {
  return migration.from->kind + " from version " + std::to_string(migration.from->version) + " to " +
         std::to_string(migration.to->version);
}

void print_text(const machine::Migration& migration, const MigrationReport& report) {
  for (const MigrationStep& step : report.steps) std::cout << step_text(step) << '\n';
  std::cout << versions_text(migration) << ": " << report.migrating
            << (report.written ? " migrated, " : " would migrate, ") << report.staying
            << (report.written ? " stayed" : " stay") << ", " << report.refused << " refused"
            << (report.written ? "" : "; nothing was written") << '\n';
}

void print_json(const machine::Migration& migration, const MigrationReport& report) {
  Json items = Json::array();
  for (const MigrationStep& step : report.steps) items.push_back(step_json(step));
  const auto version = [](const machine::Definition& definition) {
    return Json{{"version", definition.version}, {"sha256", definition.sha256}};
  };
  std::cout << to_text(Json{{"kind", migration.from->kind},
                            {"from", version(*migration.from)},
                            {"to", version(*migration.to)},
                            {"map", migration.sha256},
                            {"written", report.written},
                            {"migrating", report.migrating},
                            {"staying", report.staying},
                            {"refused", report.refused},
                            {"items", std::move(items)}})
            << '\n';
}

struct Ran {
  machine::MigrationPtr migration;
  MigrationReport report;
};

Result<Ran> plan(const CommandContext& context, const std::string& file, const std::string& text) {
  const auto reader = open_reader(context);
  if (!reader) return Failure(reader.error());
  const auto migration = load_migration(file, text, (*reader)->definitions);
  if (!migration) return Failure(migration.error());
  auto report = plan_migration(*(*reader)->session, *(*reader)->pack, (*reader)->definitions, **migration,
                               SystemClock().now());
  if (!report) return Failure(report.error());
  return Ran{*migration, std::move(*report)};
}

Result<Ran> run(const CommandContext& context, const std::string& file, const std::string& text) {
  const auto installation = open_installation(context, MissingData::refuse);
  if (!installation) return Failure(installation.error());
  const Definitions& definitions = (*installation)->definitions();
  const auto migration = load_migration(file, text, definitions);
  if (!migration) return Failure(migration.error());
  auto report = migrate((*installation)->store().writer(), (*installation)->pack(), definitions, **migration,
                        text, SystemClock().now());
  if (!report) return Failure(report.error());
  return Ran{*migration, std::move(*report)};
}

int migrate_items(const CommandContext& context, const MigrateArguments& arguments) {
  const auto text = read_file(arguments.file);
  if (!text) return show(text.error());
  const auto ran =
      arguments.dry_run ? plan(context, arguments.file, *text) : run(context, arguments.file, *text);
  if (!ran) return show(ran.error());
  if (arguments.format == "json") {
    print_json(*ran->migration, ran->report);
  } else {
    print_text(*ran->migration, ran->report);
  }
  if (ran->report.refused == 0) return 0;
  return show(Problem{ProblemCode::refused,
                      "migration",
                      arguments.file + ": " + std::to_string(ran->report.refused) + " of " +
                          std::to_string(ran->report.steps.size()) +
                          " items cannot be migrated so; a migration moves all of them or none",
                      {},
                      Json::object()});
}

}  // namespace

void add_migrate(CLI::App& workflow, CommandContext& context) {
  CLI::App* migrate = workflow.add_subcommand(
      "migrate", "Move the items of a kind to a new version of its definition, by a checked map");
  const auto arguments = std::make_shared<MigrateArguments>();
  migrate->add_option("MAP", arguments->file, "Migration map (workflows/README.md says how)")->required();
  migrate->add_flag("--dry-run", arguments->dry_run,
                    "List every item and what would happen to it, and write nothing; also beside a server");
  migrate->add_option("--format", arguments->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  add_data_option(*migrate, context);
  add_pack_option(*migrate, context);
  migrate->callback([&context, arguments] { context.exit_code = migrate_items(context, *arguments); });
}

}  // namespace yellowsea::web
