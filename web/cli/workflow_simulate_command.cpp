// yellowsea workflow simulate: random runs of a definition, their coverage and the invariants that they
// broke.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/machine/simulate.hpp"
#include "web/cli/analysis_context.hpp"
#include "web/cli/workflow_commands.hpp"

namespace yellowsea::web {
namespace {

struct SimulateArguments {
  std::string file;
  std::size_t runs = 100;
  std::uint64_t seed = 1;
  std::size_t steps = 40;
  std::string format = "text";
};

int simulate_file(const CommandContext& context, const SimulateArguments& arguments) {
  const auto definition = read_definition(arguments.file);
  if (!definition) return show(definition.error());
  const auto text = read_file(arguments.file);
  if (!text) return show(text.error());
  const auto pack = load_pack(context);
  if (!pack) return show(pack.error());
  machine::SimulationOptions options;
  options.runs = arguments.runs;
  options.seed = arguments.seed;
  options.steps = arguments.steps;
  options.zone_of_organisation = (*pack)->surroundings().zone_of_organisation;
  options.context = analysis_context(context, arguments.file, {*definition});
  const auto report = machine::simulate(**definition, *text, options);
  std::cout << (arguments.format == "json" ? machine::report_json(report).dump() + "\n"
                                           : machine::report_text(report));
  return report.broken.empty() ? 0 : 1;
}

}  // namespace

void add_simulate(CLI::App& workflow, CommandContext& context) {
  CLI::App* simulate = workflow.add_subcommand(
      "simulate", "Random runs: what is never reached, the shortest ways, invariants that were broken");
  const auto arguments = std::make_shared<SimulateArguments>();
  simulate->add_option("FILE", arguments->file, "Definition file")->required();
  simulate->add_option("--runs", arguments->runs, "How many items are run")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
  simulate->add_option("--seed", arguments->seed, "The same seed gives the same report")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  simulate->add_option("--steps", arguments->steps, "Events and moves of the clock in one run, at most")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000}));
  simulate->add_option("--format", arguments->format, "text or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  add_pack_option(*simulate, context);
  simulate->callback([&context, arguments] { context.exit_code = simulate_file(context, *arguments); });
}

}  // namespace yellowsea::web
