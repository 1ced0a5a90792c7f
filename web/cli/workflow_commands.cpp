// yellowsea workflow check | trace | play
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/machine/parse.hpp"
#include "engine/machine/play.hpp"
#include "engine/machine/trace.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

void write_line(const std::string& line) { std::cout << line << '\n'; }

int check_files(const std::vector<std::string>& files, bool strict) {
  bool failed = false;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) {
      failed = true;
      show(text.error());
      continue;
    }
    const auto parsed = machine::parse_definition(*text);
    for (const auto& diagnostic : parsed.diagnostics) std::cerr << machine::to_text(file, diagnostic) << '\n';
    const bool wrong = machine::has_errors(parsed.diagnostics) || (strict && !parsed.diagnostics.empty());
    if (!wrong) std::cout << file << ": ok\n";
    failed = failed || wrong;
  }
  return failed ? 1 : 0;
}

Result<machine::DefinitionPtr> read_definition(const std::string& file) {
  const auto text = read_file(file);
  if (!text) return Failure(text.error());
  const auto parsed = machine::parse_definition(*text);
  if (parsed.definition != nullptr) return parsed.definition;
  std::string all;
  for (const auto& diagnostic : parsed.diagnostics)
    all += (all.empty() ? "" : "\n") + machine::to_text(file, diagnostic);
  return fail(ProblemCode::malformed, "definition", all);
}

struct TraceArguments {
  std::string file;
  std::string events;
  std::string zone;
};

int trace_file(const CommandContext& context, const TraceArguments& arguments) {
  const auto definition = read_definition(arguments.file);
  if (!definition) return show(definition.error());
  const auto lines = read_file(arguments.events);
  if (!lines) return show(lines.error());
  const auto pack = load_pack(context);
  if (!pack) return show(pack.error());
  machine::TraceOptions options;
  options.zone_of_organisation = (*pack)->surroundings().zone_of_organisation;
  if (!arguments.zone.empty()) {
    const auto zone = Zone::find(arguments.zone);
    if (!zone)
      return show(Problem{
          ProblemCode::malformed, "zone", "--zone: '" + arguments.zone + "' is no IANA time zone", {}, {}});
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

void add_workflow_commands(CLI::App& app, CommandContext& context) {
  CLI::App* workflow = app.add_subcommand("workflow", "Check, trace and play workflow definitions");
  workflow->require_subcommand(1);

  CLI::App* check = workflow->add_subcommand("check", "Check definitions: schema and static analysis");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto strict = std::make_shared<bool>(false);
  check->add_option("FILE", *files, "Definition files")->required();
  check->add_flag("--strict", *strict, "Fail on warnings too");
  add_pack_option(*check, context);
  check->callback([&context, files, strict] { context.exit_code = check_files(*files, *strict); });

  CLI::App* trace = workflow->add_subcommand("trace", "Run one instance through a list of events");
  const auto arguments = std::make_shared<TraceArguments>();
  trace->add_option("FILE", arguments->file, "Definition file")->required();
  trace->add_option("--events", arguments->events, "JSON Lines of events")->required()->type_name("FILE");
  trace->add_option("--zone", arguments->zone, "IANA time zone, where the definition names none")
      ->type_name("ZONE");
  add_pack_option(*trace, context);
  trace->callback([&context, arguments] { context.exit_code = trace_file(context, *arguments); });

  CLI::App* play =
      workflow->add_subcommand("play", "Play events of a whole pack, with linked items, in memory");
  const auto events = std::make_shared<std::string>();
  play->add_option("EVENTS", *events, "JSON Lines of events, as in import history")->required();
  add_pack_option(*play, context);
  play->callback([&context, events] { context.exit_code = play_file(context, *events); });
}

}  // namespace yellowsea::web
