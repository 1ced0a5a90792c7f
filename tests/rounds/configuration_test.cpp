// The files of config/ speak of roles, kinds, fields and states that the definitions have.
#include <catch2/catch.hpp>
#include <set>

#include "engine/base/text.hpp"
#include "tests/rounds/pack.hpp"

namespace yellowsea::rounds {
namespace {

std::set<std::string> fields_of(const std::string& kind) {
  std::set<std::string> names;
  const Json definition = definition_json(kind);
  for (const auto& [name, property] : definition.at("fields").at("properties").items()) names.insert(name);
  return names;
}

bool has_state(const std::string& kind, const std::string& path) {
  return surroundings().definitions.at(kind)->state_by_path.contains(path);
}

bool has_tag(const std::string& kind, const std::string& tag) {
  for (const auto& state : surroundings().definitions.at(kind)->states) {
    for (const std::string& one : state.tags) {
      if (one == tag) return true;
    }
  }
  return false;
}

void collect_roles(const Json& value, std::set<std::string>& roles) {
  if (!value.is_structured()) return;
  if (value.is_object()) {
    for (const auto& [name, inner] : value.items()) {
      if (name == "roles" && inner.is_array()) roles.insert(inner.begin(), inner.end());
      if (name == "role" && inner.is_string()) roles.insert(inner);
    }
  }
  for (const Json& inner : value) collect_roles(inner, roles);
}

}  // namespace

TEST_CASE("every role of the definitions is configured, and the administrator fires no event", "[rounds]") {
  std::set<std::string> used;
  for (const std::string& kind : kinds()) collect_roles(definition_json(kind), used);
  std::set<std::string> writing;
  for (const Json& role : configuration_json("roles")) {
    if (role.at("writes") == true) writing.insert(role.at("id"));
  }
  CHECK(used == writing);
  CHECK_FALSE(writing.contains("administrator"));
}

TEST_CASE("lists name fields that are there", "[rounds]") {
  const Json lists = configuration_json("lists");
  for (const std::string& kind : kinds()) {
    INFO(kind);
    REQUIRE(lists.contains(kind));
    const Json& list = lists.at(kind);
    const auto fields = fields_of(kind);
    for (const auto& [parameter, field] : list.at("filters").items()) CHECK(fields.contains(field));
    for (const char* part : {"columns", "search"}) {
      for (const Json& field : list.at(part)) {
        const std::string name = field;
        CHECK(fields.contains(name.substr(0, name.find('/'))));
      }
    }
    CHECK(list.at("filters").contains("city"));
    CHECK(list.at("filters").contains("chamber"));
    CHECK((kind == "round" || list.at("filters").contains("round")));
    for (const Json& event : list.at("aside"))
      CHECK(surroundings().definitions.at(kind)->event(event.get<std::string>()) != nullptr);
  }
}

TEST_CASE("dashboard and coverage name kinds, states, tags and fields that are there", "[rounds]") {
  const Json dashboard = configuration_json("dashboard");
  for (const auto& [name, section] : dashboard.at("sections").items()) {
    INFO(name);
    const std::string kind = section.at("kind");
    const auto fields = fields_of(kind);
    if (section.contains("state")) CHECK(has_state(kind, section.at("state")));
    for (const auto& [parameter, field] : section.at("filters").items()) CHECK(fields.contains(field));
  }
  const Json coverage = configuration_json("coverage");
  const std::string report = coverage.at("report");
  const std::string plan = coverage.at("plan");
  for (const Json& state : coverage.at("report_states")) CHECK(has_state(report, state));
  CHECK(fields_of(report).contains(coverage.at("cities")));
  for (const char* field : {"round_field", "report_field", "city_field"})
    CHECK(fields_of(plan).contains(coverage.at(field)));
  CHECK(has_tag(plan, coverage.at("answered_tag")));
  CHECK(has_tag(plan, coverage.at("left_out_tag")));
}

TEST_CASE("the organisations are the members of members.csv, and the three bodies beside them", "[rounds]") {
  std::map<std::string, Json> cities;
  for (const Json& organisation : configuration_json("organisations")) {
    if (organisation.at("kind") == "city") cities[organisation.at("id")] = organisation;
  }
  const auto lines = split(read_text(std::string(YELLOWSEA_SOURCE_DIR) + "/config/members.csv"), '\n');
  std::size_t members = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (trim(lines[i]).empty()) continue;
    ++members;
    const auto columns = split(lines[i], ',');
    INFO(columns.at(0));
    REQUIRE(cities.contains(columns.at(0)));
    const Json& city = cities.at(columns.at(0));
    CHECK(city.at("zone") == columns.at(2));
    CHECK(city.at("member_from") == columns.at(3));
    CHECK(city.at("names").at("en") == columns.at(6));
    CHECK(city.at("names").at("ko") == columns.at(9));
  }
  CHECK(members == cities.size());
}

}  // namespace yellowsea::rounds
