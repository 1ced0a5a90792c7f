// A witness cosigns one history only: forks, rollbacks and wrong proofs are refused and reported, and what it
// saw outlives it.
#include "engine/service/witness.hpp"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>

#include "engine/ledger/merkle.hpp"
#include "engine/service/ledger_tree.hpp"

using namespace yellowsea;

namespace {

struct WitnessPlace {
  std::filesystem::path folder = make_folder();
  ledger::SignerKey log{"example.org/log", ledger::KeyKind::ed25519, std::string(32, 'l')};
  ledger::SignerKey key{"witness.example", ledger::KeyKind::cosignature, std::string(32, 'w')};

  WitnessPlace() = default;
  WitnessPlace(const WitnessPlace&) = delete;
  WitnessPlace& operator=(const WitnessPlace&) = delete;
  ~WitnessPlace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  Witness open() const {
    auto witness = Witness::open(key, log.verifier(), folder / "state");
    REQUIRE(witness);
    return std::move(*witness);
  }
  static std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "yellowsea-witness-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the test");
    return name;
  }
  static std::vector<Digest> leaves(std::size_t count, const std::string& history = "a") {
    std::vector<Digest> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(ledger::leaf_hash(history + std::to_string(i)));
    return all;
  }
  ledger::SignedNote note(const std::vector<Digest>& all) const {
    return sign_checkpoint({log.name, all.size(), ledger::root_of(all)}, log);
  }
  std::string request(std::size_t from, std::size_t to, const std::string& history = "a") const {
    const auto all = leaves(to, history);
    return witness_request(from, ledger::consistency_proof(all, from), note(all));
  }
};

}  // namespace

TEST_CASE("a witness follows a log as it grows and its cosignatures verify") {
  const WitnessPlace place;
  Witness witness = place.open();
  std::size_t size = 0;
  for (const std::size_t next : {1U, 5U, 5U, 8U, 300U}) {
    const auto answer = witness.add_checkpoint(place.request(size, next), 1'790'000'000 + next);
    REQUIRE(answer.status == 200);
    const ledger::SignedNote note = place.note(WitnessPlace::leaves(next));
    const auto cosigned = ledger::read_note(to_text(note) + answer.body);
    REQUIRE(cosigned);
    CHECK(cosigned_at(*cosigned, place.key.verifier()) == 1'790'000'000 + next);
    size = next;
    CHECK(place.open().size() == next);  // also after a crash
  }
}

TEST_CASE("a witness refuses and reports forks and rollbacks, and forgets nothing by it") {
  const WitnessPlace place;
  Witness witness = place.open();
  REQUIRE(witness.add_checkpoint(place.request(0, 8), 1).status == 200);
  struct Case {
    std::string request;
    int status;
    bool reported;
  };
  const std::vector<Case> cases{
      {place.request(8, 8, "b"), 409, true},   // another history of the same size
      {place.request(8, 12, "b"), 422, true},  // and one that goes on from it
      {place.request(5, 5), 409, true},        // an older one
      {place.request(5, 12), 409, false},      // only behind: told what is known
      {witness_request(8, {}, place.note(WitnessPlace::leaves(12))), 422, true},
  };
  for (const Case& each : cases) {
    const auto answer = witness.add_checkpoint(each.request, 2);
    CHECK(answer.status == each.status);
    CHECK(answer.report.empty() != each.reported);
    if (answer.status == 409) CHECK(answer.body == "8\n");
    CHECK(witness.size() == 8);
  }
  CHECK(witness.add_checkpoint(place.request(8, 12), 3).status == 200);
}

TEST_CASE("a witness knows its log only, and says what is wrong with a request") {
  const WitnessPlace place;
  Witness witness = place.open();
  const auto all = WitnessPlace::leaves(3);
  const ledger::SignerKey stranger{"example.org/other", ledger::KeyKind::ed25519, std::string(32, 'o')};
  const ledger::SignerKey forger{"example.org/log", ledger::KeyKind::ed25519, std::string(32, 'o')};
  const ledger::Checkpoint checkpoint{"example.org/log", 3, ledger::root_of(all)};
  CHECK(witness
            .add_checkpoint(
                witness_request(0, {}, sign_checkpoint({stranger.name, 3, checkpoint.root}, stranger)), 1)
            .status == 404);
  CHECK(witness.add_checkpoint(witness_request(0, {}, sign_checkpoint(checkpoint, forger)), 1).status == 403);
  CHECK(witness.add_checkpoint(witness_request(4, {}, place.note(all)), 1).status == 400);
  for (const std::string& bad :
       {std::string(), std::string("old 0\n"), "new 0\n\n" + to_text(place.note(all)),
        "old 00\n\n" + to_text(place.note(all)), "old 0\n!\n\n" + to_text(place.note(all)),
        std::string("old 0\n\nno note\n")}) {
    CAPTURE(bad);
    CHECK(witness.add_checkpoint(bad, 1).status == 400);
  }
  CHECK(witness.size() == 0);
}

TEST_CASE("a witness with a damaged or foreign memory does not begin anew") {
  const WitnessPlace place;
  std::ofstream(place.folder / "state") << "nothing\n";
  CHECK_FALSE(Witness::open(place.key, place.log.verifier(), place.folder / "state"));
  CHECK_FALSE(Witness::open(place.log, place.log.verifier(), place.folder / "none"));
}
