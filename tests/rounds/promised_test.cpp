// What stays as it was promised, what goes along into the next round, and what is found in other languages.
#include <catch2/catch.hpp>

#include "engine/base/text.hpp"
#include "engine/machine/event_line.hpp"
#include "engine/service/item_index.hpp"
#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {
namespace {

// The world after a play file.
World after(const std::string& name) {
  World world;
  const auto file = std::filesystem::path(YELLOWSEA_SOURCE_DIR) / "tests" / "rounds" / (name + ".jsonl");
  const auto lines = machine::read_event_lines(read_text(file)).value();
  for (const auto& line : lines) {
    world.wait_until(line.at.value_or(world.now));
    if (line.type) world.does({line.kind, line.key, *line.type, line.data, line.actor});
  }
  return world;
}

Json texts_of(const Json& list, const char* member) {
  Json texts = Json::array();
  for (const Json& entry : list) texts.push_back(entry.at(member));
  return texts;
}

}  // namespace

TEST_CASE("errata and reaffirmations append; what was promised stays", "[rounds]") {
  World world = after("languages-and-officers");
  const ItemPtr plan = world.items.find("action_plan", "a.dalian");
  const ItemPtr promise = world.items.find("commitment", "a.dalian");
  REQUIRE(plan != nullptr);
  REQUIRE(promise != nullptr);
  CHECK(texts_of(promise->fields.at("errata"), "text") ==
        Json::array({"Read 'desk' for 'disk'.", "A second slip."}));
  CHECK(texts_of(promise->fields.at("reaffirmations"), "text") ==
        Json::array({"The new mayor stands by it."}));
  for (const char* field : {"text", "measures", "text_sha256", "title"})
    CHECK(promise->fields.at(field) == plan->fields.at(field));
  CHECK(promise->fields.at("in_force_on") == "2014-11-20");
  CHECK(promise->fields.at("deadline") == "2016-11-20");
}

TEST_CASE("progress of one measure leaves the whole plan's percentage", "[rounds]") {
  World world = after("languages-and-officers");
  const Json fields = world.items.find("commitment", "a.dalian")->fields;
  CHECK(fields.at("percentage") == 80);
  const Json last = fields.at("progress").back();
  CHECK(last.at("measure") == 0);
  CHECK(last.at("percentage") == 5);
}

TEST_CASE("what was explored without result goes with the carried report", "[rounds]") {
  World world = after("languages-and-officers");
  const Json explored = world.items.find("problem_report", "b")->fields.value("explored", Json::array());
  CHECK(texts_of(explored, "plan") == Json::array());
  const Json of_a = world.items.find("problem_report", "a")->fields.at("explored");
  REQUIRE(of_a.size() == 1);
  CHECK(of_a.at(0).at("plan") == "a.qingdao");
  CHECK(of_a.at(0).at("explored") == "A pilot; not allowed.");
  CHECK(of_a.at(0).at("document") == "Letter 8");
  // Carried over by a city's mayor's office, into the report that is made for it.
  const ItemPtr carried = world.items.find("problem_report", "a-2");
  REQUIRE(carried != nullptr);
  CHECK(carried->fields.at("explored") == of_a);
}

TEST_CASE("what is carried over is linked both ways", "[rounds]") {
  World world = after("languages-and-officers");
  const ItemPtr old = world.items.find("commitment", "a.dalian");
  const ItemPtr carried = world.items.find("problem_report", "a-2");
  CHECK(old->fields.at("carried_report") == "a-2");
  CHECK(old->fields.at("carried_to") == "s");
  CHECK(carried->fields.at("carried_commitments") == Json::array({"a.dalian"}));
  CHECK(carried->fields.at("carried_from") == "a");
  CHECK(world.items.find("problem_report", "a")->fields.at("carried_to") == Json::array({"a-2"}));
  CHECK(world.items.find("problem_report", "b")->fields.at("carried_to") == Json::array({"b-2", "b-3"}));
}

TEST_CASE("translations that were there are frozen with the annex; later ones are only added", "[rounds]") {
  World world = after("languages-and-officers");
  const Json plan = world.items.find("action_plan", "a.dalian")->fields;
  const Json promise = world.items.find("commitment", "a.dalian")->fields;
  const Json annex = world.items.find("memorandum", "r")->fields.at("annex");
  CHECK(plan.at("annex_translations").size() == 3);
  CHECK(plan.at("translations").size() == 4);
  CHECK(promise.at("translations").size() == 6);
  CHECK(Json(promise.at("translations").at(0)) == plan.at("annex_translations").at(0));
  CHECK(annex.at(0).at("plan") == "a.dalian");
  CHECK(annex.at(0).contains("translations_sha256"));
}

TEST_CASE("a split report and its part name each other, and share the businesses", "[rounds]") {
  World world = after("taking-back");
  const Json whole = world.items.find("problem_report", "a")->fields;
  const Json part = world.items.find("problem_report", "a-part-2")->fields;
  CHECK(whole.at("split_into") == Json::array({"a-part-2", "a-part-3"}));
  CHECK(part.at("split_from") == "a");
  CHECK(whole.at("businesses_affected") == 10);  // nine stayed, one came by a merging
  CHECK(part.at("businesses_affected") == 4);
  CHECK(whole.at("splits").at(0).at("before") == 14);
}

TEST_CASE("a readdressed report says who changed what from what, why and when", "[rounds]") {
  World world = after("taking-back");
  const Json trace = world.items.find("problem_report", "a")->fields.at("readdressings");
  REQUIRE(trace.size() == 1);
  CHECK(trace.at(0).at("before") == Json::array({"dalian"}));
  CHECK(trace.at(0).at("cities") == Json::array({"qingdao"}));
  CHECK(trace.at(0).at("by") == "secretariat");
  CHECK(trace.at(0).at("reason") == "Qingdao has the port, not Dalian.");
  CHECK(trace.at(0).contains("at"));
}

TEST_CASE("translations are searched like the text itself", "[rounds]") {
  const auto pack = Pack::from_files(Pack::read_folder(YELLOWSEA_SOURCE_DIR).value()).value();
  World world = after("languages-and-officers");
  const auto found = index_item(*world.items.find("commitment", "a.dalian"), *pack).row.search;
  CHECK(found.find(search_text("訳文")) != std::string::npos);
  CHECK(found.find(search_text("번역")) != std::string::npos);
  CHECK(found.find(search_text("What the city will do.")) != std::string::npos);
}

TEST_CASE("a draft of a voided and revived plan stays internal when the round is abandoned", "[rounds]") {
  World world;
  world.now = *parse_instant("2014-03-01T01:00:00Z");
  open_round(world, "first", {"busan", "dalian", "fukuoka"}, "2014-05-31", "2014-11-20");
  REQUIRE(world.does({"round", "first", "open_survey", Json::object(), secretariat()}));
  const Json report{{"round", "first"},
                    {"chamber", "fukuoka"},
                    {"cities", {"busan", "dalian"}},
                    {"title", "Papers"},
                    {"businesses_affected", 3}};
  REQUIRE(world.does({"problem_report", "a", "open", report, chamber("fukuoka")}));
  REQUIRE(world.does({"problem_report", "a", "submit", Json::object(), chamber("fukuoka")}));
  REQUIRE(world.does({"problem_report", "a", "accept", Json::object(), secretariat()}));
  REQUIRE(world.does({"action_plan", "a.dalian", "take_on", Json::object(), officer("dalian")}));
  const Json draft{{"text", "DRAFT"}, {"language", "en"}};
  REQUIRE(world.does({"action_plan", "a.dalian", "edit", draft, officer("dalian")}));
  const auto readdress = [&](const Json& cities) {
    return world.does(
        {"problem_report", "a", "readdress", Json{{"cities", cities}, {"reason", "So."}}, secretariat()});
  };
  REQUIRE(readdress({"busan"}));
  REQUIRE(readdress({"busan", "dalian"}));
  const ItemPtr revived = world.items.find("action_plan", "a.dalian");
  REQUIRE(revived->in_state("assigned"));
  REQUIRE(revived->fields.at("text") == "DRAFT");

  REQUIRE(world.does({"round", "first", "abandon", Json{{"reason", "No money."}}, secretariat()}));
  const ItemPtr plan = world.items.find("action_plan", "a.dalian");
  REQUIRE(plan->in_state("not_committed"));
  CHECK_FALSE(plan->fields.contains("text"));
  CHECK(plan->fields.at("draft_text") == "DRAFT");
}

}  // namespace yellowsea::rounds
