#include "web/cli/context.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/calendar/clock.hpp"
#include "engine/machine/analysis/analyse.hpp"
#include "engine/store/sqlite/open.hpp"
#include "web/cli/builtin_pack.hpp"

namespace yellowsea::web {
namespace {

Problem no_installation(const std::filesystem::path& folder) {
  return {ProblemCode::malformed,
          "file",
          folder.string() + ": there is no installation in this folder (--data)",
          {},
          Json::object()};
}

// The built-in pack is checked when it is built; one from elsewhere is when it is read.
Result<void> refuse_what_cannot_run(const PackFiles& files, const Pack& pack) {
  machine::AnalysisContext context;
  context.pack = pack.definitions();
  std::string all;
  for (const auto& [name, text] : files) {
    if (name.rfind("workflows/", 0) != 0) continue;
    for (const auto& diagnostic : machine::what_cannot_run(machine::parse_definition(text), text, context)) {
      all += (all.empty() ? "" : "\n") + machine::to_text(name, diagnostic);
    }
  }
  if (!all.empty()) return fail(ProblemCode::malformed, "definition", all);
  return {};
}

}  // namespace

Result<std::shared_ptr<const Pack>> load_pack(const CommandContext& context) {
  if (context.pack_folder.empty()) return Pack::from_files(builtin_pack());
  auto files = Pack::read_folder(context.pack_folder);
  if (!files) return Failure(files.error());
  auto pack = Pack::from_files(*files);
  if (!pack) return pack;
  if (auto sound = refuse_what_cannot_run(*files, **pack); !sound) return Failure(sound.error());
  return pack;
}

Result<std::string> read_file(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return fail(ProblemCode::malformed, "file", file.string() + ": is a folder, a file is meant");
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ProblemCode::malformed, "file", file.string() + ": cannot be opened");
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) return fail(ProblemCode::malformed, "file", file.string() + ": cannot be read");
  return text.str();
}

int show_usage(const std::string& detail) {
  std::cerr << "yellowsea: " << detail << '\n';
  return 2;
}

Result<void> check_pack_folder(const CommandContext& context) {
  std::error_code error;
  if (context.pack_folder.empty() || std::filesystem::is_directory(context.pack_folder, error)) return {};
  return fail(ProblemCode::malformed, "file", "--pack " + context.pack_folder + ": there is no such folder");
}

int show(const Problem& problem) {
  // One field whose error is all there is to say is one line.
  if (problem.fields.size() == 1 && problem.fields.front().detail == problem.detail) {
    const FieldError& only = problem.fields.front();
    std::cerr << "yellowsea: " << only.pointer << ": " << only.detail << " [" << only.rule << "]\n";
    return 1;
  }
  std::cerr << "yellowsea: " << problem.detail << '\n';
  for (const FieldError& error : problem.fields) {
    std::cerr << "  " << (error.pointer.empty() ? "/" : error.pointer) << ": " << error.detail << " ["
              << error.rule << "]\n";
  }
  return 1;
}

std::filesystem::path data_folder(const CommandContext& context, const Pack& pack) {
  if (!context.data_folder.empty()) return context.data_folder;
  const Json& configuration = pack.configuration("yellowsea");
  return configuration.is_object() ? configuration.value("data", std::string("var/yellowsea"))
                                   : "var/yellowsea";
}

std::filesystem::path database_file(const std::filesystem::path& folder) { return folder / "yellowsea.db"; }

Result<std::unique_ptr<Installation>> open_installation(const CommandContext& context, MissingData missing) {
  auto pack = load_pack(context);
  if (!pack) return Failure(pack.error());
  const std::filesystem::path folder = data_folder(context, **pack);
  std::error_code error;
  if (missing == MissingData::refuse && !std::filesystem::exists(database_file(folder), error)) {
    return Failure(no_installation(folder));
  }
  return Installation::open(
      folder, *pack,
      [](const std::filesystem::path& place) { return store::open_sqlite(database_file(place).string()); },
      SystemClock().now());
}

Result<std::unique_ptr<InstallationReader>> open_reader(const CommandContext& context) {
  auto pack = load_pack(context);
  if (!pack) return Failure(pack.error());
  auto reader = std::make_unique<InstallationReader>();
  reader->folder = data_folder(context, **pack);
  reader->pack = *pack;
  std::error_code error;
  const std::filesystem::path file = database_file(reader->folder);
  if (!std::filesystem::exists(file, error)) return Failure(no_installation(reader->folder));
  auto session = store::open_sqlite_reader(file.string());
  if (!session) return Failure(session.error());
  reader->session = std::move(*session);
  try {
    if (auto begun = reader->session->begin(); !begun) return Failure(begun.error());
    auto definitions = Definitions::load(*reader->session, *reader->pack, Instant{}, false);
    if (!definitions) return Failure(definitions.error());
    reader->definitions = std::move(*definitions);
  } catch (const store::StoreFailure& failure) {
    return Failure(failure.problem());
  }
  return reader;
}

void add_pack_option(CLI::App& command, CommandContext& context) {
  command
      .add_option("--pack", context.pack_folder,
                  "Folder with workflows/ and config/ to use instead of the built-in ones")
      ->type_name("DIR");
}

void add_data_option(CLI::App& command, CommandContext& context) {
  command.add_option("--data", context.data_folder, "Folder of the installation's data")->type_name("DIR");
}

int guarded(const std::function<int()>& work) {
  try {
    return work();
  } catch (const store::StoreFailure& failure) {
    return show(failure.problem());
  }
}

CLI::App* add_command(CLI::App& group, CommandContext& context, const std::string& name,
                      const std::string& does) {
  CLI::App* command = group.add_subcommand(name, does);
  add_pack_option(*command, context);
  add_data_option(*command, context);
  return command;
}

}  // namespace yellowsea::web
