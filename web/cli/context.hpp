// What the commands share: options that every command takes, the pack, and how errors are shown.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/service/installation.hpp"
#include "engine/service/pack.hpp"

namespace CLI {
class App;
}

namespace yellowsea::web {

struct CommandContext {
  std::string pack_folder;  // "": the built-in pack
  std::string data_folder;  // "": the configuration's
  std::string config_file;  // "": config/yellowsea.json of the pack
  int exit_code = 0;        // of the command that ran
};

// Errors: malformed, naming the file.
Result<std::shared_ptr<const Pack>> load_pack(const CommandContext& context);
Result<std::string> read_file(const std::filesystem::path& file);
// Prints "yellowsea: DETAIL" and the wrong fields on standard error; returns 1.
int show(const Problem& problem);
// The same for wrong usage; returns the exit code 2.
int show_usage(const std::string& detail);
// A folder that --pack names and that is not there: for commands that read it only where they need it.
Result<void> check_pack_folder(const CommandContext& context);

// Where the installation's data are.
std::filesystem::path data_folder(const CommandContext& context, const Pack& pack);

// The file of the database in the data folder.
std::filesystem::path database_file(const std::filesystem::path& folder);

// Opens the installation of --data for writing, under the folder's lock; here the storage backend is named.
// Errors: unavailable (in use by another process, unusable), malformed (there is none, and it is not to be
// made), refused.
enum class MissingData { make, refuse };
Result<std::unique_ptr<Installation>> open_installation(const CommandContext& context, MissingData missing);

// The log's name in the pack's configuration (`ledger_origin`), "" if it leaves it to the program.
std::string configured_origin(const Pack& pack);
// Signs the log as it stands, so that what a command did cannot be taken back unseen. Errors: unavailable,
// refused.
Result<void> seal_installation(Installation& installation);

// An installation that is only looked at: no lock, so also beside a running server. `session` is inside one
// snapshot.
struct InstallationReader {
  std::filesystem::path folder;
  std::shared_ptr<const Pack> pack;
  std::unique_ptr<store::Session> session;
  Definitions definitions;
};
Result<std::unique_ptr<InstallationReader>> open_reader(const CommandContext& context);

// Add --pack and --data to a command.
void add_pack_option(CLI::App& command, CommandContext& context);
void add_data_option(CLI::App& command, CommandContext& context);
// Runs `work`; exceptions of a damaged database end here and are told. The exit code.
int guarded(const std::function<int()>& work);
// A command about an installation: with both options.
CLI::App* add_command(CLI::App& group, CommandContext& context, const std::string& name,
                      const std::string& does);

// One function a group of commands.
void add_workflow_commands(CLI::App& app, CommandContext& context);
void add_people_commands(CLI::App& app, CommandContext& context);
void add_data_commands(CLI::App& app, CommandContext& context);
void add_upkeep_commands(CLI::App& app, CommandContext& context);
void add_ledger_commands(CLI::App& app, CommandContext& context);
void add_witness_command(CLI::App& app, CommandContext& context);
void add_erase_commands(CLI::App& app, CommandContext& context);
void add_log_export(CLI::App& exports, CommandContext& context);
void add_demo_command(CLI::App& app, CommandContext& context);
void add_serve_command(CLI::App& app, CommandContext& context);

}  // namespace yellowsea::web
