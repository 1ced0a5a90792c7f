#include "engine/service/table_import.hpp"

#include <catch2/catch.hpp>

#include "engine/base/table_text.hpp"
#include "tests/engine/service/data_place.hpp"

using namespace yellowsea;

namespace {

const Instant now = instant("2010-05-01T00:00:00Z");

std::string sample() { return file_text(source_folder / "config" / "survey-2010-sample.csv"); }

struct SurveyPlace : DataPlace {
  SurveyPlace() {
    const std::string data =
        R"("data": {"name": "R", "zone": "Asia/Tokyo", "survey_ends": "2010-05-31", "planned_meeting": "2010-11-20", "members":)"
        R"( ["busan", "dalian", "fukuoka", "incheon", "kitakyushu", "qingdao", "shimonoseki", "tianjin", "ulsan", "yantai"]}})";
    must(import(
        R"({"at": "2010-03-01T00:00:00Z", "kind": "round", "key": "r1", "type": "open", )" + data + "\n" +
            R"({"at": "2010-03-25T00:00:00Z", "kind": "round", "key": "r1", "type": "open_survey"})" + "\n" +
            R"({"at": "2010-03-26T00:00:00Z", "kind": "round", "key": "r0", "type": "open", )" + data,
        now));
  }

  Result<TableOutcome> table(const std::string& text,
                             const TableImport& import = {"survey", "r1", std::nullopt, false}) const {
    return import_table(writer(), *pack, definitions(), text, import, now);
  }
  std::size_t reports() const { return writer().items_of("problem_report").size(); }

  // "LINE COLUMN RULE" of every error; nothing may have been stored.
  std::vector<std::string> errors(const std::string& text,
                                  const TableImport& import = {"survey", "r1", std::nullopt, false}) const {
    const auto before = rows();
    const auto outcome = must(table(text, import));
    CHECK(rows() == before);
    CHECK(outcome.ids.empty());
    std::vector<std::string> all;
    for (const RowError& error : outcome.errors) {
      CHECK_FALSE(error.detail.empty());
      all.push_back(std::to_string(error.line) + " " + error.column + " " + error.rule);
    }
    return all;
  }
};

// The sample's columns, and one good row to make wrong ones of.
const std::vector<std::string> columns{
    "reference",   "chamber",          "addressed_cities",    "panel",    "theme",   "language", "title",
    "description", "requested_action", "businesses_affected", "severity", "company", "contact"};
const std::vector<std::string> good{"A-1",   "busan", "dalian;qingdao", "logistics", "customs", "ko",
                                    "Title", "Text",  "Wish",           "3",         "4",       "C",
                                    "c@c"};

std::vector<std::string> with(const std::string& column, const std::string& value,
                              const std::string& reference = "A-1") {
  std::vector<std::string> row = good;
  row[0] = reference;
  row[static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin())] = value;
  return row;
}

std::string csv(const std::vector<std::vector<std::string>>& rows) {
  std::string text = csv_record(columns);
  for (const auto& row : rows) text += csv_record(row);
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

using Errors = std::vector<std::string>;

}  // namespace

TEST_CASE("the sample of 2010 becomes submitted reports, with or without BOM and CRLF") {
  const std::string text = sample();
  for (const std::string& variant : {text, "\xEF\xBB\xBF" + text, replaced(text, "\n", "\r\n"),
                                     "\xEF\xBB\xBF" + replaced(text, "\n", "\r\n")}) {
    SurveyPlace place;
    const auto outcome = must(place.table(variant));
    CHECK(outcome.errors.empty());
    CHECK(outcome.rows == 22);
    CHECK(outcome.ids.size() == 22);
    CHECK(outcome.ids.front() == "r1-KKQ-01");
    const auto moment = must(moment_of_now(place.writer(), *place.pack, place.definitions(), now));
    for (const auto& item : moment->items("problem_report")) CHECK(item->in_state("submitted"));
    const auto item = moment->find("problem_report", "r1-PUS-01");
    REQUIRE(item != nullptr);
    CHECK(item->fields.at("cities") == Json({"qingdao", "tianjin", "yantai"}));
    CHECK(item->fields.at("severity") == 4);
    CHECK(item->fields.at("title") == "상표 도용에 대한 구제 절차를 알기 어려움");
    CHECK(item->fields.at("company") == "부산동래기계 주식회사");
    CHECK(item->fields.at("round") == "r1");
  }
}

TEST_CASE("company and contact are in no entry of the ledger and no body of an event") {
  SurveyPlace place;
  must(place.table(sample()));
  place.writer().each_event(0, place.writer().last_seq(), [&](const store::EventRow& row) {
    CHECK(row.entry.find("wakamatsu") == std::string::npos);
    CHECK(row.body.find("wakamatsu") == std::string::npos);
    CHECK(row.body.find("若松精機") == std::string::npos);
    return true;
  });
}

TEST_CASE("quoted cells keep commas, quotes and line breaks") {
  SurveyPlace place;
  const std::string header = csv_record(columns);
  const auto outcome = must(place.table(
      header + "A-1,busan,dalian ; qingdao,logistics,,ko,\"One, \"\"two\"\"\",\"a\r\nb\",,3,4,,\r\n"));
  REQUIRE(outcome.errors.empty());
  const auto item = must(moment_of_now(place.writer(), *place.pack, place.definitions(), now))
                        ->find("problem_report", "r1-A-1");
  REQUIRE(item != nullptr);
  CHECK(item->fields.at("title") == "One, \"two\"");
  CHECK(item->fields.at("description") == "a\nb");
  CHECK(item->fields.at("cities") == Json({"dalian", "qingdao"}));
  CHECK_FALSE(item->fields.contains("theme"));
  CHECK_FALSE(item->fields.contains("company"));
}

TEST_CASE("every wrong cell is named with line, column and rule") {
  SurveyPlace place;
  const auto one = [&](const std::string& column, const std::string& value) {
    return place.errors(csv({with(column, value)}));
  };
  CHECK(one("addressed_cities", "dalian;atlantis") == Errors{"2 addressed_cities unknown_organisation"});
  CHECK(one("addressed_cities", "") == Errors{"2 addressed_cities required"});
  CHECK(one("addressed_cities", ";") == Errors{"2 addressed_cities required"});
  CHECK(one("addressed_cities", "kumamoto") == Errors{"2 addressed_cities not_a_member"});
  CHECK(one("addressed_cities", "dalian;dalian") == Errors{"2 addressed_cities unique_items"});
  CHECK(one("chamber", "secretariat") == Errors{"2 chamber unknown_organisation"});
  CHECK(one("chamber", "kumamoto") == Errors{"2 chamber not_a_member"});
  CHECK(one("panel", "fishing") == Errors{"2 panel enum"});
  CHECK(one("language", "de") == Errors{"2 language enum"});
  CHECK(one("title", "  ") == Errors{"2 title required"});
  CHECK(one("title", std::string(201, 'x')) == Errors{"2 title max_length"});
  CHECK(one("businesses_affected", "many") == Errors{"2 businesses_affected type"});
  CHECK(one("businesses_affected", "3.5") == Errors{"2 businesses_affected type"});
  CHECK(one("businesses_affected", "-1") == Errors{"2 businesses_affected minimum"});
  CHECK(one("severity", "6") == Errors{"2 severity maximum"});
  CHECK(one("severity", "0") == Errors{"2 severity minimum"});
  CHECK(one("company", std::string(201, 'x')) == Errors{"2 company max_length"});
  CHECK(one("reference", "") == Errors{"2 reference required"});
}

TEST_CASE("the errors of all rows are collected, and one bad row keeps all out") {
  SurveyPlace place;
  auto twice = with("severity", "9", "A-2");
  twice[6] = "";
  CHECK(place.errors(csv({good, twice, with("panel", "x", "A-3"), with("chamber", "atlantis", "A-4")})) ==
        Errors{"3 title required", "3 severity maximum", "4 panel enum", "5 chamber unknown_organisation"});
  CHECK(place.reports() == 0);
}

TEST_CASE("the same reference of the same chamber is taken once, in the file and in the store") {
  SurveyPlace place;
  CHECK(place.errors(csv({good, with("title", "Another"), with("chamber", "ulsan")})) ==
        Errors{"3 reference duplicate"});
  REQUIRE(must(place.table(csv({good}))).errors.empty());
  CHECK(place.errors(csv({good})) == Errors{"2 reference exists"});
  const auto other = must(place.table(csv({with("chamber", "ulsan")})));
  CHECK(other.errors.empty());
  CHECK(other.ids == std::vector<std::string>{"r1-A-1-2"});
}

TEST_CASE("with one chamber given, rows of another are errors") {
  SurveyPlace place;
  const TableImport busan{"survey", "r1", "busan", false};
  CHECK(place.errors(csv({good, with("chamber", "ulsan", "A-2")}), busan) ==
        Errors{"3 chamber other_organisation"});
  CHECK(must(place.table(csv({good}), busan)).ids.size() == 1);
}

TEST_CASE("a dry run checks everything and stores nothing") {
  SurveyPlace place;
  const TableImport dry{"survey", "r1", std::nullopt, true};
  const auto before = place.rows();
  const auto outcome = must(place.table(sample(), dry));
  CHECK(outcome.errors.empty());
  CHECK(outcome.ids.size() == 22);
  CHECK(place.rows() == before);
  CHECK(must(place.table(sample())).ids.size() == 22);
}

TEST_CASE("a round that takes no reports refuses every row by its rule") {
  SurveyPlace place;
  CHECK(place.errors(csv({good, with("title", "B", "A-2")}), {"survey", "r0", std::nullopt, false}) ==
        Errors{"2  round_open", "3  round_open"});
}

TEST_CASE("headers must be right") {
  SurveyPlace place;
  const std::string row = csv_record(good);
  const std::string header = csv_record(columns);
  CHECK(place.errors(replaced(header, "severity", "weight") + row) ==
        Errors{"1 weight unknown_column", "1 severity missing_column"});
  CHECK(place.errors(replaced(header, "severity", "title") + row) ==
        Errors{"1 title duplicate_column", "1 severity missing_column"});
  CHECK(place.errors(header) == Errors{"1  empty"});
  CHECK(place.errors("") == Errors{"1  empty"});
  CHECK(place.errors(header + "A-1,busan\r\n") == Errors{"2  too_few_cells"});
  CHECK(place.errors(header + replaced(row, "Title", "One, two")) == Errors{"2  too_many_cells"});
  CHECK(place.errors(header + "\"A-1,busan\n") == Errors{"2  quote"});
  CHECK(place.errors(header + "\xFF,busan\n") == Errors{"2  utf8"});
}

TEST_CASE("what is no table is refused as such") {
  SurveyPlace place;
  CHECK(place.table("PK\x03\x04rest").error().detail == "only CSV in UTF-8 is read here");
  CHECK(place.table("\xFF\xFEr").error().rule == "utf16");
  CHECK(place.table(sample(), {"survey", "nowhere", std::nullopt, false}).error().code ==
        ProblemCode::not_found);
  CHECK(place.table(sample(), {"nothing", "r1", std::nullopt, false}).error().code == ProblemCode::malformed);
  CHECK(place.reports() == 0);
}
