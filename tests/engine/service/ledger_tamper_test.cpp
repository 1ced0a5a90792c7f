// Whoever can write to the database can't change the history unseen: a stored ledger is damaged in one place
// at a time, in every way and every class of rows, and the verification must find it and say where. Nothing
// is found in one that nobody touched. YELLOWSEA_LONG=1 tries 20,000 damages; YELLOWSEA_SEED repeats a run.
// What is derived is damaged less often, since only replaying the whole history finds it.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "engine/base/hash.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/ledger_seal.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/ledger_verify.hpp"
#include "engine/service/rebuild.hpp"
#include "engine/service/record.hpp"
#include "engine/store/sqlite/session.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

bool is_long() { return std::getenv("YELLOWSEA_LONG") != nullptr; }

// Rounds one after another until there are that many events, signed.
class SignedPlace {
 public:
  explicit SignedPlace(std::int64_t events) {
    must(data.import(accepted_lines("main"), recorded));
    for (int number = 1; data.writer().last_seq() < events; ++number)
      must(data.import(edited_round(number), recorded));
    key = must(ledger_key(data.folder, "example.org/log"));
    must(seal(data.writer(), data.folder, key));
  }

  store::sqlite::Connection& connection() {
    return static_cast<store::sqlite::SqliteSession&>(data.writer()).connection();
  }
  LedgerReport verify(VerifyDepth depth = VerifyDepth::everything) {
    return verify_ledger(data.writer(), *data.pack, data.definitions(), data.folder, depth);
  }
  std::int64_t number(const std::string& sql) {
    store::sqlite::Query query(connection(), sql);
    return query.step() ? query.integer_at(0) : 0;
  }
  std::string bytes(const std::string& sql) {
    store::sqlite::Query query(connection(), sql);
    return query.step() ? query.text_at(0) : std::string();
  }
  // What the triggers forbid is not forbidden to whoever has the file.
  void unlock() {
    connection().execute(
        "DROP TRIGGER event_stays; DROP TRIGGER event_remains; DROP TRIGGER definition_stays; "
        "DROP TRIGGER definition_remains; PRAGMA defer_foreign_keys = ON;");
  }
  // Runs `damage` in a transaction that is taken back, and verifies before it is.
  LedgerReport after(const std::function<void()>& damage, VerifyDepth depth = VerifyDepth::everything) {
    REQUIRE(data.writer().begin());
    LedgerReport report;
    try {
      unlock();
      damage();
      report = verify(depth);
    } catch (const std::exception& error) {
      report.found = 1;
      report.findings.push_back({"the database", error.what()});
    }
    data.writer().rollback();
    return report;
  }

  DataPlace data;
  ledger::SignerKey key;

 private:
  // Another round that is announced and changed a few times.
  static std::string edited_round(int number) {
    constexpr int edits = 15;
    const std::string name = "Ledger " + std::to_string(number);
    const auto line = [&](const char* type, const Json& fields) {
      return to_text(Json{{"at", "2034-01-01T00:00:00Z"},
                          {"kind", "round"},
                          {"key", "ledger-" + std::to_string(number)},
                          {"type", type},
                          {"data", fields}}) +
             "\n";
    };
    std::string lines = line("open", Json{{"name", name},
                                          {"zone", "Asia/Tokyo"},
                                          {"survey_ends", "2040-01-01"},
                                          {"planned_meeting", "2041-01-01"},
                                          {"members", {"busan", "dalian", "kitakyushu"}}});
    for (int edit = 1; edit <= edits; ++edit)
      lines += line("edit", Json{{"planned_meeting", "2041-02-" + std::to_string(edit + 9)}});
    return lines;
  }

  Instant recorded = instant("2035-01-01T00:00:00Z");
};

struct Column {
  const char* table;
  const char* name;
  bool is_number;
  bool is_blob;
};

constexpr Column log_columns[] = {
    {"event", "kind", false, false},       {"event", "id", false, false},
    {"event", "item_order", true, false},  {"event", "version", true, false},
    {"event", "type", false, false},       {"event", "at", true, false},
    {"event", "recorded_at", true, false}, {"event", "body", false, false},
    {"event", "entry", false, false},      {"event", "leaf", false, true},
    {"event", "seq", true, false},         {"content", "text", false, false},
    {"content", "sha256", false, false},   {"private_part", "secret", false, false},
    {"private_part", "salt", false, true}, {"private_part", "seq", true, false},
    {"definition", "text", false, false},  {"definition", "sha256", false, false},
    {"ledger_node", "hash", false, true},
};
constexpr Column derived_columns[] = {
    {"item", "version", true, false},     {"item", "snapshot", false, false},
    {"item", "definition", false, false}, {"item", "updated_at", true, false},
    {"item", "search", false, false},     {"item", "is_open", true, false},
    {"timer", "due", true, false},        {"timer", "generation", true, false},
};
constexpr const char* log_tables[] = {"event", "content", "private_part", "definition", "ledger_node"};
constexpr const char* derived_tables[] = {"item", "timer"};

using Random = std::mt19937_64;

std::int64_t below(Random& random, std::int64_t limit) {
  return limit <= 1 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
}

std::string key_of(const std::string& table) {
  return table == "event" || table == "private_part" ? "seq" : table == "item" ? "item_order" : "rowid";
}

// A condition that one row of the table meets.
std::string some_row(SignedPlace& place, const std::string& table, Random& random) {
  const auto count = place.number("SELECT count(*) FROM " + table);
  const auto at = std::to_string(below(random, count));
  if (table == "timer") {
    return "(item_order, state_place, after_place) = (SELECT item_order, state_place, after_place FROM timer "
           "ORDER BY 1, 2, 3 LIMIT 1 OFFSET " +
           at + ")";
  }
  if (table == "ledger_node")
    return "(level, place) = (SELECT level, place FROM ledger_node ORDER BY 1, 2 LIMIT 1 OFFSET " + at + ")";
  const std::string key = key_of(table);
  return key + " = (SELECT " + key + " FROM " + table + " ORDER BY 1 LIMIT 1 OFFSET " + at + ")";
}

// One bit of one value; what was done in a sentence, "" if there was nothing to do.
template <std::size_t Count>
std::string flip_bit(SignedPlace& place, Random& random, const Column (&columns)[Count]) {
  const Column& column = columns[static_cast<std::size_t>(below(random, Count))];
  const std::string table = column.table;
  const std::string name = column.name;
  if (place.number("SELECT count(*) FROM " + table) == 0) return "";
  const std::string where = some_row(place, table, random);
  const std::string from = " FROM " + table + " WHERE " + where;
  std::string value;
  if (column.is_number) {
    const std::int64_t before = place.number("SELECT " + name + from);
    value = std::to_string(before ^ (std::int64_t{1} << below(random, 40)));
  } else {
    std::string bytes = place.bytes("SELECT CAST(" + name + " AS BLOB)" + from);
    if (bytes.empty()) return "";
    char& byte = bytes[static_cast<std::size_t>(below(random, static_cast<std::int64_t>(bytes.size())))];
    byte = static_cast<char>(byte ^ static_cast<char>(1 << below(random, 8)));
    value = "X'" + to_hex(bytes) + "'";
    if (!column.is_blob) value = "CAST(" + value + " AS TEXT)";
  }
  place.connection().execute("UPDATE " + table + " SET " + name + " = " + value + " WHERE " + where);
  return "a bit of " + table + "." + name + " where " + where;
}

template <std::size_t Count>
std::string delete_row(SignedPlace& place, Random& random, const char* const (&tables)[Count]) {
  const std::string table = tables[static_cast<std::size_t>(below(random, Count))];
  if (place.number("SELECT count(*) FROM " + table) == 0) return "";
  const std::string where = some_row(place, table, random);
  // A definition that nothing was decided with is nobody's loss.
  if (table == "definition" &&
      place.number("SELECT count(*) FROM event WHERE instr(body, (SELECT sha256 FROM definition WHERE " +
                   where + "))") == 0)
    return "";
  place.connection().execute("PRAGMA foreign_keys = OFF; DELETE FROM " + table + " WHERE " + where);
  return "without " + table + " where " + where;
}

std::string swap_events(SignedPlace& place, Random& random) {
  const std::int64_t last = place.data.writer().last_seq();
  const std::int64_t left = 1 + below(random, last - 1);
  const std::int64_t right = left + 1 + below(random, last - left);
  place.connection().execute("UPDATE event SET seq = -1 WHERE seq = " + std::to_string(left) +
                             "; UPDATE event SET seq = " + std::to_string(left) +
                             " WHERE seq = " + std::to_string(right) +
                             "; UPDATE event SET seq = " + std::to_string(right) + " WHERE seq = -1;");
  return "events " + std::to_string(left) + " and " + std::to_string(right) + " swapped";
}

// The most careful hand: everything that depends on the changed event is computed anew, but nobody else's key
// is there to sign it.
std::string edit_and_rehash(SignedPlace& place, Random& random) {
  const std::int64_t seq = 1 + below(random, place.data.writer().last_seq());
  store::EventRow row;
  place.data.writer().each_event(seq - 1, seq, [&](const store::EventRow& each) {
    row = each;
    return true;
  });
  row.recorded_at += 1000;
  const EntryForm form = form_of(row);
  row.entry = entry_of(row, form);
  const std::string leaf = bytes_of(ledger::leaf_hash(row.entry));
  place.connection().execute("UPDATE event SET recorded_at = " + std::to_string(row.recorded_at) +
                             ", entry = CAST(X'" + to_hex(row.entry) + "' AS TEXT), leaf = X'" +
                             to_hex(leaf) + "' WHERE seq = " + std::to_string(seq));
  rebuild_tree(place.data.writer());
  return "event " + std::to_string(seq) + " edited and everything hashed anew";
}

void cut_after(SignedPlace& place, std::int64_t last) {
  const std::string above = " WHERE seq > " + std::to_string(last) + ";";
  place.connection().execute("DELETE FROM private_part" + above + "DELETE FROM event" + above);
}

std::string roll_back(SignedPlace& place, Random& random) {
  const std::int64_t last = below(random, place.data.writer().last_seq());
  cut_after(place, last);
  static_cast<void>(rebuild(place.data.writer(), *place.data.pack, place.data.definitions()));
  return "rolled back to " + std::to_string(last) + " events";
}

// Another history of the same length from some event on.
std::string fork(SignedPlace& place, Random& random) {
  const std::int64_t size = place.data.writer().last_seq();
  std::vector<store::EventRow> rows;
  place.data.writer().each_event(0, size, [&](const store::EventRow& each) {
    rows.push_back(each);
    return true;
  });
  const std::int64_t last = below(random, size);
  cut_after(place, last);
  for (std::size_t i = static_cast<std::size_t>(last); i < rows.size(); ++i) {
    rows[i].recorded_at += 1;
    rows[i].entry = entry_of(rows[i], form_of(rows[i]));
    rows[i].leaf = bytes_of(ledger::leaf_hash(rows[i].entry));
    place.data.writer().append_event(rows[i]);
  }
  rebuild_tree(place.data.writer());
  return "forked after " + std::to_string(last) + " events";
}

std::string insert_copy(SignedPlace& place, Random& random) {
  const std::int64_t last = place.data.writer().last_seq();
  place.connection().execute("DROP INDEX IF EXISTS event_by_item; INSERT INTO event SELECT " +
                             std::to_string(last + 1) +
                             ", kind, id || 'x', item_order, version, type, at, recorded_at, body, "
                             "body_salt, entry, leaf FROM event "
                             "WHERE seq = " +
                             std::to_string(1 + below(random, last)));
  rebuild_tree(place.data.writer());
  return "a copy of an event at the end";
}

std::string damage_log(SignedPlace& place, Random& random) {
  switch (below(random, 12)) {
    case 0:
      return delete_row(place, random, log_tables);
    case 1:
      return swap_events(place, random);
    case 2:
      return edit_and_rehash(place, random);
    case 3:
      return roll_back(place, random);
    case 4:
      return fork(place, random);
    case 5:
      return insert_copy(place, random);
    default:
      return flip_bit(place, random, log_columns);
  }
}

std::string damage_derived(SignedPlace& place, Random& random) {
  return below(random, 4) == 0 ? delete_row(place, random, derived_tables)
                               : flip_bit(place, random, derived_columns);
}

using Damage = std::string (*)(SignedPlace&, Random&);

void try_damages(SignedPlace& place, Damage damage, std::uint64_t cases, VerifyDepth depth) {
  const std::uint64_t seed = number_from("YELLOWSEA_SEED", std::random_device{}());
  INFO("YELLOWSEA_SEED=" << seed);
  Random random(seed);
  std::uint64_t done = 0;
  while (done < cases) {
    std::string what;
    const LedgerReport report = place.after([&] { what = damage(place, random); }, depth);
    if (what.empty()) continue;
    ++done;
    INFO("case " << done << ": " << what);
    if (report.found == 0) FAIL_CHECK("nothing was found");
    if (report.found > 0 && (report.findings.front().where.empty() || report.findings.front().what.empty()))
      FAIL_CHECK("it is not said where");
  }
  CHECK(done == cases);
  CHECK(place.verify().found == 0);
}

LedgerReport verified_as_clean(SignedPlace& place) {
  LedgerReport report = place.verify();
  for (const LedgerFinding& finding : report.findings) UNSCOPED_INFO(finding.where << " " << finding.what);
  CHECK(report.found == 0);
  return report;
}

}  // namespace

TEST_CASE("every damage to a stored ledger is found, and said where") {
  SignedPlace place(1000);
  REQUIRE(place.data.writer().last_seq() >= 1000);  // several tiles
  REQUIRE(place.number("SELECT count(*) FROM private_part") > 0);
  try_damages(place, damage_log, number_from("YELLOWSEA_CASES", is_long() ? 20'000 : 2000), VerifyDepth::log);
}

TEST_CASE("every damage to what is derived is found, and said where") {
  SignedPlace place(260);
  try_damages(place, damage_derived, number_from("YELLOWSEA_CASES", is_long() ? 1000 : 30),
              VerifyDepth::everything);
}

TEST_CASE("nothing is found in a ledger that nobody touched") {
  SignedPlace place(260);
  const LedgerReport report = verified_as_clean(place);
  CHECK(report.signed_size == static_cast<std::uint64_t>(place.data.writer().last_seq()));
  CHECK(report.events == place.data.writer().last_seq());
  CHECK(report.items > 10);
}

// Of different lengths, each with salts and a key of its own.
TEST_CASE("there is no false alarm over many ledgers that nobody touched") {
  const std::uint64_t seed = number_from("YELLOWSEA_SEED", std::random_device{}());
  INFO("YELLOWSEA_SEED=" << seed);
  Random random(seed);
  const std::uint64_t ledgers = number_from("YELLOWSEA_CASES", is_long() ? 1000 : 10);
  for (std::uint64_t n = 0; n < ledgers; ++n) {
    SignedPlace place(1 + below(random, 300));
    verified_as_clean(place);
  }
}

TEST_CASE("the program does not go on with a database that is behind or beside what it signed") {
  SignedPlace place(260);
  const auto behind = place.after([&] {
    cut_after(place, 100);
    const auto checked = check_against_checkpoint(place.data.writer(), place.data.folder);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().rule == "behind_checkpoint");
    CHECK_FALSE(seal(place.data.writer(), place.data.folder, place.key)->text.empty());
  });
  CHECK(behind.found > 0);
  place.after([&] {
    Random random(1);
    edit_and_rehash(place, random);
    const auto checked = check_against_checkpoint(place.data.writer(), place.data.folder);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().rule == "forked");
    CHECK_FALSE(seal(place.data.writer(), place.data.folder, place.key));
  });
  CHECK(check_against_checkpoint(place.data.writer(), place.data.folder));
}
