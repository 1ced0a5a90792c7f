// yellowsea workflow check: schema and static analysis of definitions.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/machine/parse.hpp"
#include "web/cli/workflow_commands.hpp"

namespace yellowsea::web {
namespace {

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

}  // namespace

void add_check(CLI::App& workflow, CommandContext& context) {
  CLI::App* check = workflow.add_subcommand("check", "Check definitions: schema and static analysis");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto strict = std::make_shared<bool>(false);
  check->add_option("FILE", *files, "Definition files")->required();
  check->add_flag("--strict", *strict, "Fail on warnings too");
  add_pack_option(*check, context);
  check->callback([&context, files, strict] { context.exit_code = check_files(*files, *strict); });
}

}  // namespace yellowsea::web
