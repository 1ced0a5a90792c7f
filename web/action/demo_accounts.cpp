#include <array>
#include <fstream>
#include <future>

#include "engine/calendar/clock.hpp"
#include "engine/service/people.hpp"
#include "web/action/demo.hpp"
#include "web/action/demo_script.hpp"

namespace yellowsea::web {
namespace {

constexpr const char* kPassword = "only-for-demonstration";
constexpr std::size_t kHashingThreads = 2;

using Prepared = std::vector<Result<PreparedPassword>>;

Roles roles_of(const DemoAccount& account) { return {{account.role, account.organisation}}; }

// "Kitakyushu: City officer (demonstration)"
std::string display_name(const Pack& pack, const DemoAccount& account) {
  std::string name = account.organisation;
  for (const Organisation& organisation : pack.organisations()) {
    if (organisation.id == account.organisation) {
      name = organisation.json.value("names", Json::object()).value("en", name);
    }
  }
  const Role* role = pack.role(account.role);
  if (role != nullptr) name += ": " + role->title.value("en", role->id);
  return name + " (demonstration)";
}

// Every `step`th account from `first` on.
Prepared prepare_some(const People& people, const std::vector<DemoAccount>& accounts, std::size_t first,
                      std::size_t step) {
  Prepared prepared;
  for (std::size_t i = first; i < accounts.size(); i += step) {
    prepared.push_back(people.prepare(accounts[i].user, accounts[i].password, roles_of(accounts[i])));
  }
  return prepared;
}

}  // namespace

std::vector<DemoAccount> demo_accounts(const Pack& pack) {
  std::vector<DemoAccount> accounts;
  const auto add = [&](const DemoActor& actor) {
    accounts.push_back({demo_user(actor), kPassword, actor.role, actor.organisation});
  };
  for (const Organisation& organisation : pack.organisations()) {
    if (organisation.kind != "city") continue;
    add(chamber_of(organisation.id));
    add(officer_of(organisation.id));
    add(mayor_of(organisation.id));
  }
  add(secretariat());
  add(evaluator());
  add(administrator());
  return accounts;
}

Result<void> add_demo_accounts(Installation& installation, const std::vector<DemoAccount>& accounts) {
  const SystemClock clock;
  const People people(installation.pack(), clock);
  std::array<std::future<Prepared>, kHashingThreads> hashing;
  for (std::size_t i = 0; i < kHashingThreads; ++i) {
    hashing[i] =
        std::async(std::launch::async, [&, i] { return prepare_some(people, accounts, i, kHashingThreads); });
  }
  std::array<Prepared, kHashingThreads> prepared;
  for (std::size_t i = 0; i < kHashingThreads; ++i) prepared[i] = hashing[i].get();
  store::Session& writer = installation.store().writer();
  return in_transaction(writer, [&]() -> Result<void> {
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      const auto& password = prepared[i % kHashingThreads][i / kHashingThreads];
      if (!password) return Failure(password.error());
      const DemoAccount& account = accounts[i];
      const auto added = people.add_person(writer, account.user, display_name(installation.pack(), account),
                                           *password, roles_of(account));
      if (!added) return Failure(added.error());
    }
    return {};
  });
}

Result<void> write_demo_accounts(const std::filesystem::path& file,
                                 const std::vector<DemoAccount>& accounts) {
  OrderedJson list = OrderedJson::array();
  for (const DemoAccount& account : accounts) {
    list.push_back({{"user", account.user},
                    {"password", account.password},
                    {"role", account.role},
                    {"organisation", account.organisation}});
  }
  std::ofstream stream(file, std::ios::binary);
  stream << list.dump(2) << '\n';
  stream.close();
  if (!stream) return fail(ProblemCode::unavailable, "file", file.string() + ": cannot be written");
  return {};
}

}  // namespace yellowsea::web
