#include "web/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <optional>

#include "web/cli/context.hpp"

namespace yellowsea::web {

namespace {

// The word where a command was expected that is none; nullopt if every one is known. Groups of commands take
// no options with values, so whatever does not begin with a dash is a command's name.
std::optional<std::string> unknown_command(const CLI::App& app, int argc, char** argv) {
  const CLI::App* group = &app;
  for (int i = 1; i < argc && group->get_require_subcommand_min() > 0; ++i) {
    const std::string word = argv[i];
    if (word.starts_with('-')) return std::nullopt;
    const auto named = group->get_subcommands([&](const CLI::App* each) { return each->get_name() == word; });
    if (named.empty()) {
      const std::string above = group == &app ? "" : " in '" + group->get_name() + "'";
      return "there is no command '" + word + "'" + above + " (--help lists them)";
    }
    group = named.front();
  }
  return std::nullopt;
}

std::string in_one_line(const CLI::App*, const CLI::Error& error) {
  return "yellowsea: " + std::string(error.what()) + " (--help tells more)\n";
}

// What is written to a disk that is full is lost only here.
int flushed(int exit_code) {
  std::cout.flush();
  if (std::cout) return exit_code;
  std::cerr << "yellowsea: standard output cannot be written\n";
  return std::max(exit_code, 1);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{"Pan-Yellow Sea ACTION: from a business's problem to a mayor's kept promise", "yellowsea"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "yellowsea " YELLOWSEA_VERSION);
  CommandContext context;
  add_workflow_commands(app, context);
  add_people_commands(app, context);
  add_data_commands(app, context);
  add_upkeep_commands(app, context);
  add_ledger_commands(app, context);
  add_witness_command(app, context);
  add_erase_commands(app, context);
  add_demo_command(app, context);
  add_serve_command(app, context);
  app.failure_message(in_one_line);
  if (const auto unknown = unknown_command(app, argc, argv)) return show_usage(*unknown);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" of code 0; everything else is wrong usage.
    return app.exit(error) == 0 ? flushed(0) : 2;
  } catch (const std::exception& error) {
    std::cerr << "yellowsea: " << error.what() << '\n';
    return 1;
  }
  return flushed(context.exit_code);
}

}  // namespace yellowsea::web
