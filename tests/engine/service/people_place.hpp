// A database in a folder that is there for one test, a pack with roles of its own, and a clock that stands
// still.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "engine/calendar/clock.hpp"
#include "engine/service/people.hpp"
#include "engine/store/sqlite/open.hpp"

namespace yellowsea {

inline std::shared_ptr<const Pack> people_pack() {
  const auto pack = Pack::from_files(
      {{"workflows/note.json",
        R"({"format": "yellowsea.workflow/1", "id": "note", "version": 1,
            "machine": {"id": "note", "initial": "open", "states": {"open": {}}}})"},
       {"config/roles.json",
        R"([{"id": "gardener", "organisations": "garden"},
            {"id": "owner", "organisations": "garden", "strict": true},
            {"id": "keeper", "organisations": "shed", "strict": true, "administers": true}])"},
       {"config/organisations.json",
        R"([{"id": "north-garden", "kind": "garden"}, {"id": "south-garden", "kind": "garden"},
            {"id": "toolshed", "kind": "shed"}])"}});
  if (!pack) throw std::runtime_error(pack.error().detail);
  return *pack;
}

struct PeoplePlace {
  std::filesystem::path folder = make_folder();
  std::unique_ptr<store::Store> store = open(folder);
  std::shared_ptr<const Pack> pack = people_pack();
  ManualClock clock{*parse_instant("2026-03-02T09:00:00Z")};
  People people{*pack, clock};

  PeoplePlace() = default;
  PeoplePlace(const PeoplePlace&) = delete;
  PeoplePlace& operator=(const PeoplePlace&) = delete;
  ~PeoplePlace() {
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  store::Session& session() const { return store->writer(); }

  // One hash for all: what is asked of an account is not how it was hashed.
  static const PreparedPassword& password() {
    static const PreparedPassword prepared = *prepare_password("", kPassword, PasswordCost::standard);
    return prepared;
  }
  static constexpr const char* kPassword = "three wet umbrellas";

  void add(const std::string& user, const Roles& roles = {{"gardener", "north-garden"}}) const {
    const auto added = people.add_person(session(), user, user, password(), roles);
    if (!added) throw std::runtime_error(added.error().detail);
  }

  // As if the password had been right.
  SignedIn sign_in(const std::string& user) const {
    auto signed_in = people.sign_in(session(), people.look_up(session(), user), {true, std::nullopt});
    if (!signed_in) throw std::runtime_error(signed_in.error().detail);
    return std::move(*signed_in);
  }

  Result<Caller> who(const std::string& token) const {
    return People::caller_of_session(session(), *pack, token, clock.now());
  }

 private:
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-people-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    return name;
  }
  static std::unique_ptr<store::Store> open(const std::filesystem::path& folder) {
    auto opened = store::open_sqlite((folder / "people.db").string());
    if (!opened) throw std::runtime_error(opened.error().detail);
    return std::move(*opened);
  }
};

}  // namespace yellowsea
