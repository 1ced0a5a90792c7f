// yellowsea import survey | history, yellowsea query, yellowsea export register
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "engine/base/json_read.hpp"
#include "engine/calendar/clock.hpp"
#include "engine/service/history_import.hpp"
#include "engine/service/past.hpp"
#include "engine/service/public_table.hpp"
#include "engine/service/table_import.hpp"
#include "engine/service/views.hpp"
#include "web/cli/context.hpp"
#include "web/tables/read_table.hpp"
#include "web/tables/xlsx.hpp"

namespace yellowsea::web {
namespace {

Problem in_file(const std::string& file, Problem problem) {
  problem.detail = file + ": " + problem.detail;
  return problem;
}

std::string counted(std::size_t number, const std::string& noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

struct SurveyArguments {
  std::string file;
  std::string round;
  std::string chamber;
  bool dry_run = false;
};

int show_rows(const std::string& file, const TableOutcome& outcome) {
  for (const RowError& error : outcome.errors) {
    std::cerr << "yellowsea: " << file << ":" << error.line << ": "
              << (error.column.empty() ? "" : error.column + ": ") << error.detail << " [" << error.rule
              << "]\n";
  }
  std::cerr << "yellowsea: " << file << ": " << counted(outcome.errors.size(), "error") << " in "
            << counted(outcome.rows, "row") << "; nothing was imported\n";
  return 1;
}

int import_survey(const CommandContext& context, const SurveyArguments& arguments) {
  const auto text = read_file(arguments.file);
  if (!text) return show(text.error());
  const auto installation = open_installation(context, MissingData::refuse);
  if (!installation) return show(installation.error());
  TableImport import{"survey", arguments.round, std::nullopt, arguments.dry_run, ""};
  if (!arguments.chamber.empty()) import.actor = arguments.chamber;
  const auto table = read_table(*text);
  if (!table) {
    const TableError& error = table.error();
    return show_rows(arguments.file, {0, {}, {{error.line, "", error.rule, error.detail}}, {}});
  }
  const auto outcome = import_table((*installation)->store().writer(), (*installation)->pack(),
                                    (*installation)->definitions(), *table, import, SystemClock().now());
  if (!outcome) return show(in_file(arguments.file, outcome.error()));
  if (!outcome->errors.empty()) return show_rows(arguments.file, *outcome);
  if (arguments.dry_run) {
    std::cout << "dry run: " << counted(outcome->rows, "row") << " would be imported; nothing was stored\n";
  } else {
    std::cout << counted(outcome->ids.size(), "row") << " imported into " << arguments.round << '\n';
  }
  return 0;
}

int import_events(const CommandContext& context, const std::string& file) {
  const auto text = read_file(file);
  if (!text) return show(text.error());
  const auto installation = open_installation(context, MissingData::refuse);
  if (!installation) return show(installation.error());
  const auto report = import_history((*installation)->store().writer(), (*installation)->pack(),
                                     (*installation)->definitions(), *text, SystemClock().now());
  if (!report) return show(in_file(file, report.error()));
  std::cout << counted(report->lines, "event") << " imported; " << report->events
            << " recorded with what followed, " << counted(report->timers, "timer") << " fired\n";
  return 0;
}

struct QueryArguments {
  std::string kind;
  std::string as_of;
  std::string state;
  bool overdue = false;
  bool count = false;
};

Result<std::unique_ptr<Moment>> moment_of(InstallationReader& reader, const std::optional<Instant>& as_of) {
  if (as_of) return moment_of_past(*reader.session, *reader.pack, reader.definitions, *as_of);
  return moment_of_now(*reader.session, *reader.pack, reader.definitions, SystemClock().now());
}

machine::DefinitionPtr definition_named(const Pack& pack, const std::string& kind) {
  const machine::DefinitionPtr definition = pack.definition(kind);
  return definition != nullptr ? definition : pack.definition_at_path(kind);
}

int query(const CommandContext& context, const QueryArguments& arguments) {
  std::optional<Instant> as_of;
  if (!arguments.as_of.empty()) {
    as_of = parse_instant(arguments.as_of);
    if (!as_of)
      return show_usage("--as-of: '" + arguments.as_of +
                        "' is no RFC 3339 time such as 2012-11-26T00:00:00+09:00");
  }
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  const Pack& pack = *(*reader)->pack;
  const auto definition = definition_named(pack, arguments.kind);
  if (definition == nullptr) return show_usage("there is no kind '" + arguments.kind + "'");
  if (!arguments.state.empty() && !(*reader)->definitions.has_state(definition->kind, arguments.state)) {
    return show_usage("--state: " + definition->kind + " has no state '" + arguments.state + "'");
  }
  const auto moment = moment_of(**reader, as_of);
  if (!moment) return show(moment.error());
  const Instant at = (*moment)->at();
  std::size_t number = 0;
  for (const machine::ItemPtr& item : (*moment)->items(definition->kind)) {
    if (!arguments.state.empty() && !item->in_state(arguments.state)) continue;
    const auto& surroundings = pack.surroundings();
    const Zone zone = machine::zone_of(*item, surroundings.zone_of_organisation, surroundings.zone);
    if (arguments.overdue && !machine::is_overdue(*item, zone, at)) continue;
    ++number;
    if (!arguments.count) std::cout << to_text(item_view(*item, pack, Sight::confidential, at)) << '\n';
  }
  if (arguments.count) std::cout << number << '\n';
  return 0;
}

// To standard output, or at once into a file.
int deliver(const std::string& bytes, const std::string& output) {
  if (output.empty()) {
    std::cout << bytes << std::flush;
    return std::cout ? 0
                     : show({ProblemCode::unavailable,
                             "output",
                             "standard output cannot be written",
                             {},
                             Json::object()});
  }
  const std::string part = output + ".part";
  std::ofstream stream(part, std::ios::binary | std::ios::trunc);
  stream << bytes;
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(part, output, error);
  if (stream && !error) return 0;
  std::filesystem::remove(part, error);
  return show({ProblemCode::unavailable, "output", output + ": cannot be written", {}, Json::object()});
}

struct ExportArguments {
  std::string format;
  std::string output;
};

Result<std::string> register_as(Moment& moment, const Pack& pack, const std::string& format) {
  if (format == "json") {
    const auto items = public_items(moment, pack, "register");
    return items ? Result<std::string>(to_text(*items) + "\n") : Failure(items.error());
  }
  const auto tables = public_tables(moment, pack, "register");
  if (!tables) return Failure(tables.error());
  return format == "xlsx" ? xlsx_of(*tables) : csv_of(*tables);
}

int export_register(const CommandContext& context, const ExportArguments& arguments) {
  if (arguments.format == "xlsx" && arguments.output.empty() && ::isatty(STDOUT_FILENO) != 0) {
    return show_usage("a workbook is no text for a terminal: name a file with --output");
  }
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  const auto moment = moment_of(**reader, std::nullopt);
  if (!moment) return show(moment.error());
  const auto bytes = register_as(**moment, *(*reader)->pack, arguments.format);
  if (!bytes) return show(bytes.error());
  return deliver(*bytes, arguments.output);
}

void add_import_commands(CLI::App& app, CommandContext& context) {
  CLI::App* import =
      app.add_subcommand("import", "Bring in survey results or past events; no server may be running");
  import->require_subcommand(1);

  CLI::App* survey =
      import->add_subcommand("survey", "Survey results into submitted problem reports: all rows or none");
  const auto arguments = std::make_shared<SurveyArguments>();
  survey->add_option("FILE", arguments->file, "CSV in UTF-8 or XLSX, with the columns of config/survey.json")
      ->required();
  survey->add_option("--round", arguments->round, "The round that they belong to")
      ->required()
      ->type_name("ID");
  survey->add_option("--chamber", arguments->chamber, "Only this city's chamber may have rows")
      ->type_name("CITY");
  survey->add_flag("--dry-run", arguments->dry_run, "Check everything, store nothing");
  add_pack_option(*survey, context);
  add_data_option(*survey, context);
  survey->callback([&context, arguments] {
    context.exit_code = guarded([&] { return import_survey(context, *arguments); });
  });

  CLI::App* history =
      import->add_subcommand("history", "Past events, each with its own time: all lines or none");
  const auto file = std::make_shared<std::string>();
  history->add_option("FILE", *file, "JSON Lines of events")->required();
  add_pack_option(*history, context);
  add_data_option(*history, context);
  history->callback(
      [&context, file] { context.exit_code = guarded([&] { return import_events(context, *file); }); });
}

void add_query_command(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("query", "Items as JSON lines, now or as they were; also beside a server");
  const auto arguments = std::make_shared<QueryArguments>();
  command->add_option("KIND", arguments->kind, "Kind of item, as its workflow is named")->required();
  command->add_option("--as-of", arguments->as_of, "As they were then (default: now)")->type_name("TIME");
  command->add_option("--state", arguments->state, "Only those in this state, or in one inside it")
      ->type_name("STATE");
  command->add_flag("--overdue", arguments->overdue, "Only those whose deadline has passed");
  command->add_flag("--count", arguments->count, "Only their number");
  add_pack_option(*command, context);
  add_data_option(*command, context);
  command->callback(
      [&context, arguments] { context.exit_code = guarded([&] { return query(context, *arguments); }); });
}

void add_export_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("export", "What is public, as a file; also beside a server");
  command->require_subcommand(1);
  add_log_export(*command, context);
  CLI::App* table = command->add_subcommand("register", "The public register");
  const auto arguments = std::make_shared<ExportArguments>();
  table->add_option("--format", arguments->format, "csv, xlsx or json")
      ->required()
      ->check(CLI::IsMember({"csv", "xlsx", "json"}));
  table->add_option("--output", arguments->output, "Write to this file (default: standard output)")
      ->type_name("FILE");
  add_pack_option(*table, context);
  add_data_option(*table, context);
  table->callback([&context, arguments] {
    context.exit_code = guarded([&] { return export_register(context, *arguments); });
  });
}

}  // namespace

void add_data_commands(CLI::App& app, CommandContext& context) {
  add_import_commands(app, context);
  add_query_command(app, context);
  add_export_command(app, context);
}

}  // namespace yellowsea::web
