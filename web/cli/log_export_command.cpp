// yellowsea export log
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "engine/service/log_export.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

struct LogArguments {
  std::string format;
  std::string kind;
  std::string output;
};

Problem unwritable(const std::string& where) {
  return {ProblemCode::unavailable, "output", where + ": cannot be written", {}, Json::object()};
}

int export_to(const CommandContext& context, const LogArguments& arguments, std::ostream& stream,
              const std::string& where) {
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  if (!arguments.kind.empty() && (*reader)->pack->definition(arguments.kind) == nullptr) {
    std::cerr << "yellowsea: --kind: there is no kind '" << arguments.kind << "'\n";
    return 2;
  }
  const LogExport log{*(*reader)->session, *(*reader)->pack, (*reader)->definitions, arguments.kind,
                      [&](std::string_view text) { stream << text; }};
  const auto exported = arguments.format == "xes" ? export_xes(log) : export_lines(log);
  if (!exported) return show(exported.error());
  stream.flush();
  return stream ? 0 : show(unwritable(where));
}

// The wanted name appears only once the file is complete.
int export_log(const CommandContext& context, const LogArguments& arguments) {
  if (arguments.output.empty()) return export_to(context, arguments, std::cout, "standard output");
  const std::string part = arguments.output + ".part";
  std::ofstream stream(part, std::ios::binary | std::ios::trunc);
  if (!stream) return show(unwritable(arguments.output));
  const int code = export_to(context, arguments, stream, arguments.output);
  stream.close();
  std::error_code error;
  if (code == 0) std::filesystem::rename(part, arguments.output, error);
  if (code == 0 && !error) return 0;
  const bool told = code != 0;
  std::filesystem::remove(part, error);
  return told ? code : show(unwritable(arguments.output));
}

}  // namespace

void add_log_export(CLI::App& exports, CommandContext& context) {
  CLI::App* command = exports.add_subcommand("log", "The whole public history, for process mining or import");
  const auto arguments = std::make_shared<LogArguments>();
  command
      ->add_option("--format", arguments->format, "xes (IEEE 1849-2016) or jsonl (as import history takes)")
      ->required()
      ->check(CLI::IsMember({"xes", "jsonl"}));
  command->add_option("--kind", arguments->kind, "Only items of this kind")->type_name("KIND");
  command->add_option("--output", arguments->output, "Write to this file (default: standard output)")
      ->type_name("FILE");
  add_pack_option(*command, context);
  add_data_option(*command, context);
  command->callback([&context, arguments] {
    try {
      context.exit_code = export_log(context, *arguments);
    } catch (const store::StoreFailure& failure) {
      context.exit_code = show(failure.problem());
    }
  });
}

}  // namespace yellowsea::web
