// yellowsea erase person | confidential | attachment | answer | list
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>

#include "engine/calendar/clock.hpp"
#include "engine/service/erase.hpp"
#include "engine/service/people.hpp"
#include "engine/service/record.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

struct EraseArguments {
  std::string first;
  std::string second;
  std::string by;
  std::string reason;
};

using Erase = std::function<Result<ErasureReport>(Installation&, const ErasureOrder&)>;

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
  return all;
}

// What the program cannot reach must be said: whoever answers for it has to see to it.
void tell_what_is_left(const Installation& installation, const ErasureReport& report) {
  if (!report.left.empty()) {
    std::cout << "not erased: the same words also stand in these events, in parts that this does not reach: "
              << joined(report.left) << '\n';
  }
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(installation.folder(), error)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".replaced") != std::string::npos)
      std::cout << "not erased: " << entry.path().string()
                << " was put away by 'yellowsea restore' and still holds it; remove it\n";
  }
  std::cout << "older backups still hold it: remove them, or erase again after restoring one\n";
}

int erase(const CommandContext& context, const EraseArguments& arguments, const Erase& work) {
  const auto installation = open_installation(context, MissingData::refuse);
  if (!installation) return show(installation.error());
  try {
    const ErasureOrder order{normal_user(arguments.by), arguments.reason, SystemClock().now()};
    const auto report = work(**installation, order);
    if (!report) return show(report.error());
    if (auto scrubbed = (*installation)->store().scrub(); !scrubbed) return show(scrubbed.error());
    std::cout << "erased: the private parts of " << report->events << " events, " << report->answers
              << " kept replies, " << report->drafts << " drafts";
    if (report->answers_to_questionnaires > 0)
      std::cout << ", " << report->answers_to_questionnaires << " answers to questionnaires";
    std::cout << '\n';
    if (!report->items.empty()) std::cout << "recorded on: " << joined(report->items) << '\n';
    tell_what_is_left(**installation, *report);
  } catch (const store::StoreFailure& failure) {
    return show(failure.problem());
  }
  return 0;
}

int list_erasures(const CommandContext& context) {
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  for (const store::ErasureRow& row : (*reader)->session->erasures()) {
    std::cout << to_text(Json{{"number", row.number},
                              {"at", format_instant(instant_of(row.at))},
                              {"by", row.by},
                              {"what", row.what},
                              {"subject", row.subject},
                              {"reason", row.reason},
                              {"parts", row.parts}})
              << '\n';
  }
  return 0;
}

std::shared_ptr<EraseArguments> add_order_options(CLI::App& command, CommandContext& context) {
  auto arguments = std::make_shared<EraseArguments>();
  command.add_option("--by", arguments->by, "Account of the administrator who orders it")
      ->required()
      ->type_name("USER");
  command
      .add_option("--reason", arguments->reason,
                  "Why; everybody who may read the item can read it, so it must not say what was erased")
      ->required()
      ->type_name("TEXT");
  add_pack_option(command, context);
  add_data_option(command, context);
  return arguments;
}

}  // namespace

void add_erase_commands(CLI::App& app, CommandContext& context) {
  CLI::App* group = app.add_subcommand(
      "erase", "Erase what the law wants gone; the ledger still verifies. No server may be running");
  group->require_subcommand(1);

  CLI::App* person = group->add_subcommand("person", "An account, and the user name in every event");
  auto whom = add_order_options(*person, context);
  person->add_option("USER", whom->first, "The account")->required();
  person->callback([&context, whom] {
    context.exit_code = erase(context, *whom, [&](Installation& installation, const ErasureOrder& order) {
      return erase_person(installation.store().writer(), installation.pack(), installation.definitions(),
                          normal_user(whom->first), order);
    });
  });

  CLI::App* confidential = group->add_subcommand(
      "confidential", "What an item's workflow calls confidential, in all of its events");
  auto which = add_order_options(*confidential, context);
  confidential->add_option("KIND", which->first, "Kind of item, as its workflow is named")->required();
  confidential->add_option("ID", which->second, "The item")->required();
  confidential->callback([&context, which] {
    context.exit_code = erase(context, *which, [&](Installation& installation, const ErasureOrder& order) {
      return erase_confidential(installation.store().writer(), installation.pack(),
                                installation.definitions(), which->first, which->second, order);
    });
  });

  CLI::App* attachment = group->add_subcommand("attachment", "A file, wherever it is named");
  auto file = add_order_options(*attachment, context);
  attachment->add_option("SHA256", file->first, "Its hash, as in sha256:HEX")->required();
  attachment->callback([&context, file] {
    context.exit_code = erase(context, *file, [&](Installation& installation, const ErasureOrder& order) {
      const std::string hash = file->first.starts_with("sha256:") ? file->first.substr(7) : file->first;
      return erase_attachment(installation.store().writer(), installation.pack(), installation.definitions(),
                              hash, order);
    });
  });

  CLI::App* answer =
      group->add_subcommand("answer", "What somebody answered to a questionnaire; it still counts");
  auto given = add_order_options(*answer, context);
  answer
      ->add_option("ANSWER", given->first,
                   "QUESTIONNAIRE/NUMBER, as the export names it, or the code it was given with")
      ->required();
  answer->callback([&context, given] {
    context.exit_code = erase(context, *given, [&](Installation& installation, const ErasureOrder& order) {
      return erase_answer(installation.store().writer(), installation.pack(), installation.definitions(),
                          given->first, order);
    });
  });

  CLI::App* list = group->add_subcommand("list", "What was erased, as JSON lines; also beside a server");
  add_pack_option(*list, context);
  add_data_option(*list, context);
  list->callback([&context] { context.exit_code = list_erasures(context); });
}

}  // namespace yellowsea::web
