#include "web/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "web/cli/context.hpp"

namespace yellowsea::web {

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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" of code 0; everything else is wrong usage.
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "yellowsea: " << error.what() << '\n';
    return 1;
  }
  return context.exit_code;
}

}  // namespace yellowsea::web
