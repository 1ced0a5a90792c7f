// yellowsea workflow check: schema and static analysis of definitions, alone and together as a pack.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "web/cli/analysis_context.hpp"
#include "web/cli/workflow_commands.hpp"

namespace yellowsea::web {
namespace {

struct CheckedFile {
  std::string name;
  Result<std::string> text;
};

std::string count_text(std::ptrdiff_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// True if the file passes.
bool check_file(const CheckedFile& file, const machine::AnalysisContext& pack, bool strict) {
  const auto checked = machine::check_definition(*file.text, pack);
  for (const auto& diagnostic : checked.diagnostics)
    std::cerr << machine::to_text(file.name, diagnostic) << '\n';
  if (machine::has_errors(checked.diagnostics) || (strict && !checked.diagnostics.empty())) return false;
  const auto warnings = static_cast<std::ptrdiff_t>(checked.diagnostics.size());
  std::cout << file.name << ": ok" << (warnings == 0 ? "" : ", " + count_text(warnings, "warning")) << '\n';
  return true;
}

int check_files(const CommandContext& context, const std::vector<std::string>& names, bool strict) {
  if (auto there = check_pack_folder(context); !there) return show(there.error());
  std::vector<CheckedFile> files;
  std::vector<machine::DefinitionPtr> given;
  for (const std::string& name : names) {
    files.push_back({name, read_file(name)});
    if (!files.back().text) continue;
    if (auto parsed = machine::parse_definition(*files.back().text); parsed.definition != nullptr) {
      given.push_back(parsed.definition);
    }
  }
  bool failed = false;
  for (const CheckedFile& file : files) {
    if (!file.text) {
      failed = true;
      show(file.text.error());
      continue;
    }
    failed = !check_file(file, analysis_context(context, file.name, given), strict) || failed;
  }
  return failed ? 1 : 0;
}

}  // namespace

void add_check(CLI::App& workflow, CommandContext& context) {
  CLI::App* check = workflow.add_subcommand("check", "Check definitions: schema and static analysis");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto strict = std::make_shared<bool>(false);
  check->add_option("FILE", *files, "Definition files; several are looked at together, as a pack")
      ->required();
  check->add_flag("--strict", *strict, "Fail on warnings too");
  add_pack_option(*check, context);
  check->callback([&context, files, strict] { context.exit_code = check_files(context, *files, *strict); });
}

}  // namespace yellowsea::web
