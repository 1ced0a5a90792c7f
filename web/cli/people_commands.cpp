// yellowsea user add | passwd | disable | list, yellowsea token add | revoke | list
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>

#include "engine/base/json_read.hpp"
#include "engine/service/accounts.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/people.hpp"
#include "engine/store/lock_file.hpp"
#include "engine/store/sqlite/open.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

constexpr const char* kDatabase = "yellowsea.db";
constexpr int kTokenDays = 365;
constexpr int kLongestTokenDays = 3650;

enum class Access { read, write, write_new };

using Work = std::function<Result<void>(const People&, store::Session&)>;

// What writes holds the folder's lock, so that it never writes beside a server; what reads may look in beside
// it.
Result<void> with_people(const CommandContext& context, Access access, const Work& work) {
  const auto pack = load_pack(context);
  if (!pack) return Failure(pack.error());
  const std::filesystem::path folder = data_folder(context, **pack);
  std::error_code error;
  if (access == Access::write_new) std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder, error)) {
    return fail(ProblemCode::malformed, "file", folder.string() + ": there is no such folder (--data)");
  }
  std::optional<store::LockFile> lock;
  if (access != Access::read) {
    auto taken = store::LockFile::take(folder.string());
    if (!taken) return Failure(taken.error());
    lock.emplace(std::move(*taken));
  }
  const auto store = store::open_sqlite((folder / kDatabase).string(), access != Access::write_new);
  if (!store) return Failure(store.error());
  const SystemClock clock;
  const People people(**pack, clock);
  try {
    if (access == Access::read) {
      const auto reader = (*store)->reader();
      return reader ? work(people, **reader) : Result<void>(Failure(reader.error()));
    }
    store::Session& writer = (*store)->writer();
    if (auto begun = writer.begin(); !begun) return begun;
    auto done = work(people, writer);
    if (done) return writer.commit();
    writer.rollback();
    return done;
  } catch (const store::StoreFailure& failure) {
    return Failure(failure.problem());
  }
}

int answer(const Result<void>& done) { return done ? 0 : show(done.error()); }

// One line of the terminal, not echoed.
Result<std::string> ask(const std::string& prompt) {
  std::cerr << prompt << std::flush;
  termios before{};
  if (::tcgetattr(STDIN_FILENO, &before) != 0) {
    return fail(ProblemCode::unavailable, "terminal", "the terminal cannot be set up for a password");
  }
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::string line;
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::cerr << '\n';
  return line;
}

// Never an argument: those can be read by everybody on the machine, and stay in the shell's history.
Result<std::string> read_password() {
  if (::isatty(STDIN_FILENO) != 0) {
    auto first = ask("Password: ");
    if (!first) return first;
    auto second = ask("Again: ");
    if (!second) return second;
    if (*first != *second) return fail(ProblemCode::invalid, "password", "the two passwords differ");
    return first;
  }
  std::string line;
  if (!std::getline(std::cin, line)) {
    return fail(ProblemCode::malformed, "password", "a password is expected on standard input, on one line");
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// ROLE@ORGANISATION
std::pair<std::string, std::string> role_of(const std::string& text) {
  const auto at = text.find('@');
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

Json roles_json(const Roles& roles) {
  Json list = Json::array();
  for (const auto& [role, organisation] : roles) list.push_back(role + "@" + organisation);
  return list;
}

std::string time_text(store::Milliseconds at) {
  return format_instant(Instant(std::chrono::milliseconds(at)));
}

struct UserArguments {
  std::string user;
  std::string name;
  std::vector<std::string> roles;
  bool undo = false;
};

int add_user(const CommandContext& context, const UserArguments& arguments) {
  const auto password = read_password();
  if (!password) return show(password.error());
  Roles roles;
  for (const std::string& role : arguments.roles) roles.push_back(role_of(role));
  return answer(with_people(context, Access::write_new, [&](const People& people, store::Session& session) {
    const std::string name = arguments.name.empty() ? arguments.user : arguments.name;
    const auto added = people.add_person(session, arguments.user, name, *password, roles);
    if (!added) return Result<void>(Failure(added.error()));
    audit(session, people.now(), AuditType::account_added, {}, *added, Json{{"roles", roles_json(roles)}});
    return Result<void>();
  }));
}

int change_password(const CommandContext& context, const std::string& user) {
  const auto password = read_password();
  if (!password) return show(password.error());
  return answer(
      with_people(context, Access::write, [&](const People& people, store::Session& session) -> Result<void> {
        const auto person = people.person(session, user);
        if (!person) return Failure(person.error());
        const auto prepared = people.prepare(user, *password, person->roles);
        if (!prepared) return Failure(prepared.error());
        if (auto set = people.set_password(session, user, *prepared); !set) return set;
        audit(session, people.now(), AuditType::password_changed, {}, person->id);
        return {};
      }));
}

Result<void> list_users(const People&, store::Session& session) {
  for (const store::PersonRow& row : session.people()) {
    std::cout << to_text({{"user", row.user},
                          {"name", row.name},
                          {"roles", roles_json(row.roles)},
                          {"disabled", row.disabled}})
              << '\n';
  }
  return {};
}

struct TokenArguments {
  NewToken token;
  std::string role;
  int days = kTokenDays;
  std::int64_t id = 0;
};

int add_token(const CommandContext& context, const TokenArguments& arguments) {
  NewToken wanted = arguments.token;
  std::tie(wanted.role, wanted.organisation) = role_of(arguments.role);
  wanted.expires_at = SystemClock().now() + std::chrono::hours(24) * arguments.days;
  // Printed after the commit only: a token that was shown must be valid.
  std::string token;
  const auto done =
      with_people(context, Access::write, [&](const People& people, store::Session& session) -> Result<void> {
        auto added = people.add_token(session, wanted);
        if (!added) return Failure(added.error());
        token = std::move(*added);
        const store::TokenRow row = session.tokens().back();
        audit(session, people.now(), AuditType::token_made, {}, row.person,
              Json{{"token", row.id}, {"name", row.name}});
        return {};
      });
  if (!done) return show(done.error());
  std::cout << token << '\n';
  return 0;
}

Result<void> list_tokens(const People&, store::Session& session) {
  for (const store::TokenRow& row : session.tokens()) {
    const auto person = session.person(row.person);
    std::cout << to_text({{"id", row.id},
                          {"name", row.name},
                          {"user", person ? person->user : ""},
                          {"role", row.role + "@" + row.organisation},
                          {"created_at", time_text(row.created_at)},
                          {"expires_at", row.expires_at ? Json(time_text(*row.expires_at)) : Json()},
                          {"read_only", row.read_only},
                          {"kinds", row.kinds},
                          {"revoked", row.revoked}})
              << '\n';
  }
  return {};
}

void add_user_commands(CLI::App& app, CommandContext& context) {
  CLI::App* user = app.add_subcommand("user", "Accounts of people");
  user->require_subcommand(1);
  const auto arguments = std::make_shared<UserArguments>();

  CLI::App* add =
      add_command(*user, context, "add", "Add a person; the password is read from standard input");
  add->add_option("USER", arguments->user, "Name to sign in with")->required();
  add->add_option("--name", arguments->name, "Name as people read it (default: USER)");
  add->add_option("--role", arguments->roles, "A role; may be repeated, the first is the default")
      ->required()
      ->type_name("ROLE@ORGANISATION");
  add->callback([&context, arguments] { context.exit_code = add_user(context, *arguments); });

  CLI::App* passwd = add_command(*user, context, "passwd",
                                 "Change a password, read from standard input; ends the person's sessions");
  passwd->add_option("USER", arguments->user)->required();
  passwd->callback([&context, arguments] { context.exit_code = change_password(context, arguments->user); });

  CLI::App* disable =
      add_command(*user, context, "disable", "Close an account: sessions end, tokens no longer count");
  disable->add_option("USER", arguments->user)->required();
  disable->add_flag("--undo", arguments->undo, "Open it again");
  disable->callback([&context, arguments] {
    context.exit_code =
        answer(with_people(context, Access::write, [&](const People& people, store::Session& session) {
          const auto closed = close_account(session, people, {}, arguments->user, !arguments->undo);
          return closed ? Result<void>() : Result<void>(Failure(closed.error()));
        }));
  });

  CLI::App* list = add_command(*user, context, "list", "List accounts, as JSON lines");
  list->callback([&context] { context.exit_code = answer(with_people(context, Access::read, list_users)); });
}

void add_token_commands(CLI::App& app, CommandContext& context) {
  CLI::App* token = app.add_subcommand("token", "Tokens for programs that use the API");
  token->require_subcommand(1);
  const auto arguments = std::make_shared<TokenArguments>();

  CLI::App* add = add_command(*token, context, "add",
                              "Make a token of a person and print it alone; it cannot be shown again");
  add->add_option("USER", arguments->token.user)->required();
  add->add_option("--name", arguments->token.name, "What it is for")->required();
  add->add_option("--role", arguments->role, "The role that it acts in (default: the person's first)")
      ->type_name("ROLE@ORGANISATION");
  add->add_option("--days", arguments->days, "How long it is good for")
      ->check(CLI::Range(1, kLongestTokenDays))
      ->capture_default_str();
  add->add_flag("--read-only", arguments->token.read_only, "It changes nothing");
  add->add_option("--kind", arguments->token.kinds, "It writes to items of this kind only; may be repeated");
  add->callback([&context, arguments] { context.exit_code = add_token(context, *arguments); });

  CLI::App* revoke = add_command(*token, context, "revoke", "Revoke a token");
  revoke->add_option("ID", arguments->id, "As `token list` shows it")->required();
  revoke->callback([&context, arguments] {
    context.exit_code =
        answer(with_people(context, Access::write, [&](const People& people, store::Session& session) {
          auto done = people.revoke_token(session, arguments->id);
          if (done)
            audit(session, people.now(), AuditType::token_revoked, {}, 0, Json{{"token", arguments->id}});
          return done;
        }));
  });

  CLI::App* list =
      add_command(*token, context, "list", "List tokens, as JSON lines; never the tokens themselves");
  list->callback([&context] { context.exit_code = answer(with_people(context, Access::read, list_tokens)); });
}

}  // namespace

void add_people_commands(CLI::App& app, CommandContext& context) {
  add_user_commands(app, context);
  add_token_commands(app, context);
}

}  // namespace yellowsea::web
