// The contract of a store, run on SQLite.
#include "tests/engine/store/contract.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/store/sqlite/place.hpp"

namespace yellowsea::store {

TEST_CASE("SQLite store: transactions") { contract::transactions(open_in_new_place); }
TEST_CASE("SQLite store: items") { contract::items(open_in_new_place); }
TEST_CASE("SQLite store: timers") { contract::timers(open_in_new_place); }
TEST_CASE("SQLite store: derived rows") { contract::derived_rows(open_in_new_place); }
TEST_CASE("SQLite store: filters of a list") { contract::filters(open_in_new_place); }
TEST_CASE("SQLite store: pages of a list") { contract::pages(open_in_new_place); }
TEST_CASE("SQLite store: a walk over a thousand items") { contract::walk_of_thousand(open_in_new_place); }
TEST_CASE("SQLite store: search agrees with a plain comparison") {
  contract::search_against_oracle(open_in_new_place);
}
TEST_CASE("SQLite store: events") { contract::events(open_in_new_place); }
TEST_CASE("SQLite store: ledger and definitions") { contract::ledger_and_definitions(open_in_new_place); }
TEST_CASE("SQLite store: attachments") { contract::attachments(open_in_new_place); }
TEST_CASE("SQLite store: erasure") { contract::erasure(open_in_new_place); }
TEST_CASE("SQLite store: notices, receipts, drafts") { contract::notices_receipts_drafts(open_in_new_place); }
TEST_CASE("SQLite store: people, sessions, tokens") { contract::people(open_in_new_place); }
TEST_CASE("SQLite store: questionnaires and answers") { contract::questionnaires(open_in_new_place); }
TEST_CASE("SQLite store: a copy while a transaction is open") {
  const Place place;
  contract::copies(
      open_in_new_place,
      [](const std::string& file) {
        auto copy = open_sqlite(file, true);
        return copy ? std::move(*copy) : nullptr;
      },
      place.file("copy.db"));
}

}  // namespace yellowsea::store
