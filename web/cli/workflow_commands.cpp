// yellowsea workflow trace | play, and the list of the workflow commands.
#include "web/cli/workflow_commands.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/machine/analysis/analyse.hpp"
#include "engine/machine/play.hpp"
#include "engine/machine/trace.hpp"

namespace yellowsea::web {
namespace {

void write_line(const std::string& line) { std::cout << line << '\n'; }

struct TraceArguments {
  std::string file;
  std::string events;
  std::string zone;
};

int trace_file(const CommandContext& context, const TraceArguments& arguments) {
  if (auto there = check_pack_folder(context); !there) return show(there.error());
  const auto definition = read_definition(arguments.file);
  if (!definition) return show(definition.error());
  const auto lines = read_file(arguments.events);
  if (!lines) return show(lines.error());
  machine::TraceOptions options;
  // Only an organisation's zone needs the pack, and reading it takes longer than most traces.
  if (!(*definition)->zone_organisation.empty()) {
    const auto pack = load_pack(context);
    if (!pack) return show(pack.error());
    options.zone_of_organisation = (*pack)->surroundings().zone_of_organisation;
  }
  if (!arguments.zone.empty()) {
    const auto zone = Zone::find(arguments.zone);
    if (!zone) return show_usage("--zone: '" + arguments.zone + "' is no IANA time zone");
    options.zone = *zone;
  }
  const auto done = machine::trace(*definition, *lines, options, write_line);
  if (done) return 0;
  Problem problem = done.error();
  problem.detail = arguments.events + ": " + problem.detail;
  return show(problem);
}

int play_file(const CommandContext& context, const std::string& events) {
  const auto lines = read_file(events);
  if (!lines) return show(lines.error());
  const auto pack = load_pack(context);
  if (!pack) return show(pack.error());
  const auto done = machine::play((*pack)->surroundings(), *lines, write_line);
  if (done) return 0;
  Problem problem = done.error();
  problem.detail = events + ": " + problem.detail;
  return show(problem);
}

}  // namespace

Result<machine::DefinitionPtr> read_definition(const std::string& file) {
  const auto text = read_file(file);
  if (!text) return Failure(text.error());
  const auto parsed = machine::parse_definition(*text);
  std::string all;
  for (const auto& diagnostic : machine::what_cannot_run(parsed, *text))
    all += (all.empty() ? "" : "\n") + machine::to_text(file, diagnostic);
  if (all.empty()) return parsed.definition;
  return fail(ProblemCode::malformed, "definition", all);
}

void add_trace(CLI::App& workflow, CommandContext& context) {
  CLI::App* trace = workflow.add_subcommand("trace", "Run one instance through a list of events");
  const auto arguments = std::make_shared<TraceArguments>();
  trace->add_option("FILE", arguments->file, "Definition file")->required();
  trace->add_option("--events", arguments->events, "JSON Lines of events")->required()->type_name("FILE");
  trace->add_option("--zone", arguments->zone, "IANA time zone, where the definition names none")
      ->type_name("ZONE");
  add_pack_option(*trace, context);
  trace->callback([&context, arguments] { context.exit_code = trace_file(context, *arguments); });
}

void add_play(CLI::App& workflow, CommandContext& context) {
  CLI::App* play =
      workflow.add_subcommand("play", "Play events of a whole pack, with linked items, in memory");
  const auto events = std::make_shared<std::string>();
  play->add_option("EVENTS", *events, "JSON Lines of events, as in import history")->required();
  add_pack_option(*play, context);
  play->callback([&context, events] { context.exit_code = play_file(context, *events); });
}

void add_workflow_commands(CLI::App& app, CommandContext& context) {
  CLI::App* workflow = app.add_subcommand("workflow", "Check, trace and play workflow definitions");
  workflow->require_subcommand(1);
  add_check(*workflow, context);
  add_trace(*workflow, context);
  add_play(*workflow, context);
  add_simulate(*workflow, context);
  add_graph(*workflow, context);
  add_migrate(*workflow, context);
}

}  // namespace yellowsea::web
