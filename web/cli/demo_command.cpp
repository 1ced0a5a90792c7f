// yellowsea demo: makes the demonstration installation.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "engine/calendar/clock.hpp"
#include "web/action/demo.hpp"
#include "web/action/demo_desk.hpp"
#include "web/cli/context.hpp"
#include "web/cli/demo_files.hpp"

namespace yellowsea::web {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockFile = "lock";
constexpr const char* kAccountsFile = "demo-accounts.json";

Result<void> check_empty(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return {};
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename() == kLockFile) continue;
    return fail(ProblemCode::refused, "data_exists",
                folder.string() + ": the folder already has data (" + entry.path().filename().string() +
                    "); name another one with --data, or remove it first");
  }
  if (error) return fail(ProblemCode::unavailable, "folder", folder.string() + ": " + error.message());
  return {};
}

// What a failed attempt has left in a folder that was empty before.
void clear(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
}

Result<std::int64_t> fill(Installation& installation, Instant now) {
  const PackFiles files = demo_files();
  const auto texts =
      DemoTexts::read({files.at("config/survey-2010-sample.csv"), files.at("config/demo/reports.csv"),
                       files.at("config/demo/measures.csv"), files.at("config/demo/phrases.csv")});
  if (!texts) return Failure(texts.error());
  auto events = play_demo(installation, *texts, now);
  if (!events) return events;
  const auto accounts = demo_accounts(installation.pack());
  if (auto added = add_demo_accounts(installation, accounts); !added) return Failure(added.error());
  if (auto added = add_demo_surveys(installation, now); !added) return Failure(added.error());
  if (auto read = read_old_notices(installation, now); !read) return Failure(read.error());
  if (auto sealed = seal_installation(installation); !sealed) return Failure(sealed.error());
  // Last: whoever finds the list finds a complete installation.
  if (auto written = write_demo_accounts(installation.folder() / kAccountsFile, accounts); !written) {
    return Failure(written.error());
  }
  return events;
}

// The story is told with these kinds; another pack has its own.
Result<void> check_kinds(const Pack& pack) {
  for (const char* kind : {"round", "problem_report", "action_plan", "memorandum", "commitment"}) {
    if (pack.surroundings().definition(kind) == nullptr) {
      return fail(
          ProblemCode::refused, "demo_pack",
          std::string(
              "the demonstration tells the story of Pan-Yellow Sea ACTION, but this pack has no kind '") +
              kind + "'; make an installation of your own with: yellowsea serve --pack DIR");
    }
  }
  return {};
}

int make_demo(const CommandContext& context, Instant now) {
  const auto pack = load_pack(context);
  if (!pack) return show(pack.error());
  if (auto known = check_kinds(**pack); !known) return show(known.error());
  const fs::path folder = data_folder(context, **pack);
  if (auto empty = check_empty(folder); !empty) return show(empty.error());
  auto installation = open_installation(context, MissingData::make);
  if (!installation) return show(installation.error());
  const auto events = fill(**installation, now);
  if (!events) {
    installation->reset();
    clear(folder);
    return show(events.error());
  }
  std::cout << "The demonstration is in " << folder.string() << ": " << *events << " events until "
            << format_instant(now) << "; its accounts are in " << (folder / kAccountsFile).string() << '\n';
  return 0;
}

std::string wrong_time(const std::string& text) {
  return parse_instant(text) ? std::string()
                             : "'" + text + "' is no RFC 3339 time, such as 2026-11-24T00:00:00Z";
}

}  // namespace

void add_demo_command(CLI::App& app, CommandContext& context) {
  CLI::App* demo = app.add_subcommand("demo",
                                      "Make the demonstration installation: its rounds, reports, commitments "
                                      "and accounts, in an empty folder");
  add_pack_option(*demo, context);
  add_data_option(*demo, context);
  const auto now = std::make_shared<std::string>();
  demo->add_option("--now", *now, "When the story ends (RFC 3339; default: now)")
      ->type_name("TIME")
      ->check(wrong_time);
  demo->callback([&context, now] {
    context.exit_code = make_demo(context, now->empty() ? SystemClock().now() : *parse_instant(*now));
  });
}

}  // namespace yellowsea::web
