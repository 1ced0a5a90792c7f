// Mergings of reports, a hundred thousand of them taken and taken back at random: never in circles, cities,
// counts and followers as in a model that is counted anew each time, and back exactly where they were.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {
namespace {

constexpr int attempts_in_all = 100'000;
constexpr int attempts_a_world = 500;
const std::vector<std::string> cities{"busan", "dalian", "fukuoka", "qingdao", "ulsan"};

// What a report has by itself, and which reports were merged into it, in which order.
struct Expected {
  Json fields;
  std::string into;
  std::vector<std::string> from;
  bool accepted = false;
};
using Model = std::map<std::string, Expected>;

struct Sum {
  std::set<std::string> cities;
  std::set<std::string> followers;
  std::int64_t businesses = 0;
};

Sum sum_of(const Model& model, const std::string& id) {
  const Expected& one = model.at(id);
  Sum sum;
  for (const Json& city : one.fields.at("cities")) sum.cities.insert(city.get<std::string>());
  sum.businesses = one.fields.value("businesses_affected", 0);
  for (const std::string& other : one.from) {
    const Sum inner = sum_of(model, other);
    sum.cities.insert(inner.cities.begin(), inner.cities.end());
    sum.followers.insert(inner.followers.begin(), inner.followers.end());
    sum.followers.insert(model.at(other).fields.at("chamber").get<std::string>());
    sum.businesses += inner.businesses;
  }
  return sum;
}

std::set<std::string> texts(const Item& item, const char* field) {
  const Json list = item.fields.value(field, Json::array());
  return {list.begin(), list.end()};
}

// The report's way to where it was merged ends within as many steps as there are reports.
bool in_circle(const World& world, const ItemPtr& report) {
  ItemPtr at = report;
  for (std::size_t steps = 0; steps <= world.all("problem_report").size(); ++steps) {
    const std::string into = text_field(*at, "merged_into");
    if (into.empty()) return false;
    for (const ItemPtr& other : world.all("problem_report")) {
      if (other->id == into) at = other;
    }
  }
  return true;
}

void check_against(const Model& model, const World& world) {
  for (const ItemPtr& report : world.all("problem_report")) {
    const Expected& expected = model.at(report->id);
    INFO(report->id);
    const Sum sum = sum_of(model, report->id);
    bool same = !in_circle(world, report) && text_field(*report, "merged_into") == expected.into &&
                report->in_state("merged") == !expected.into.empty() &&
                texts(*report, "cities") == sum.cities && texts(*report, "followers") == sum.followers &&
                report->fields.value("businesses_affected", 0) == sum.businesses &&
                report->fields.value("merged_from", Json::array()) == Json(expected.from);
    // Without any merging it is what its chamber filed, to the order of the cities and what is absent.
    if (expected.from.empty() && expected.into.empty()) same = same && report->fields == expected.fields;
    if (same) continue;
    FAIL("the report is " << report->fields.dump() << ", it should be " << expected.fields.dump());
  }
}

Model file_reports(World& world, std::mt19937_64& random, std::size_t many) {
  Model model;
  for (std::size_t i = 0; i < many; ++i) {
    const std::string id = "r" + std::to_string(i);
    const std::string by = cities[random() % cities.size()];
    Json addressed = Json::array({cities[random() % cities.size()]});
    if (const auto& second = cities[random() % cities.size()]; addressed.at(0) != second)
      addressed.push_back(second);
    Json fields{{"round", "x"}, {"chamber", by}, {"cities", addressed}, {"title", "Report " + id}};
    if (random() % 4 != 0) fields["businesses_affected"] = random() % 50;
    REQUIRE(world.does({"problem_report", id, "open", fields, chamber(by)}));
    REQUIRE(world.does({"problem_report", id, "submit", Json::object(), chamber(by)}));
    model[id] = {fields, "", {}, false};
  }
  return model;
}

// What the rules of the domain say of this merging.
bool may_merge(const Model& model, const std::string& source, const std::string& target) {
  const Expected& one = model.at(source);
  return source != target && one.into.empty() && !one.accepted && model.at(target).into.empty();
}

bool may_take_back(const Model& model, const std::string& source) {
  const std::string& into = model.at(source).into;
  return !into.empty() && !model.at(into).accepted && model.at(into).into.empty();
}

}  // namespace

TEST_CASE("a hundred thousand random mergings never go in circles and can be taken back exactly",
          "[rounds][property]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  int merged = 0;
  int taken_back = 0;
  for (int begun = 0; begun < attempts_in_all; begun += attempts_a_world) {
    World world;
    world.now = *parse_instant("2014-04-01T01:00:00Z");
    open_round(world, "x", cities, "2014-05-31", "2014-11-20");
    REQUIRE(world.does({"round", "x", "open_survey", Json::object(), secretariat()}));
    const std::size_t many = 3 + random() % 4;
    Model model = file_reports(world, random, many);
    for (int attempt = 0; attempt < attempts_a_world; ++attempt) {
      const std::string source = "r" + std::to_string(random() % many);
      if (random() % 2 == 0) {
        const std::string target = "r" + std::to_string(random() % many);
        const bool wanted = may_merge(model, source, target);
        const bool done =
            world.does({"problem_report", source, "merge", Json{{"target", target}}, secretariat()});
        if (done != wanted) FAIL("merging " << source << " into " << target << ": " << done);
        if (!done) continue;
        ++merged;
        model.at(source).into = target;
        model.at(target).from.push_back(source);
      } else {
        const bool wanted = may_take_back(model, source);
        const bool done = world.does({"problem_report", source, "unmerge", Json::object(), secretariat()});
        if (done != wanted) FAIL("taking back " << source << ": " << done);
        if (!done) continue;
        ++taken_back;
        auto& from = model.at(model.at(source).into).from;
        from.erase(std::find(from.begin(), from.end(), source));
        model.at(source).into.clear();
      }
      if (attempt % 10 == 0) check_against(model, world);
    }
    check_against(model, world);
    // Once the target has plans, nothing is taken back any more.
    for (auto& [id, report] : model) {
      if (!report.into.empty()) continue;
      REQUIRE(world.does({"problem_report", id, "accept", Json::object(), secretariat()}));
      report.accepted = true;
    }
    for (const auto& [id, report] : model)
      CHECK_FALSE(world.does({"problem_report", id, "unmerge", Json::object(), secretariat()}));
  }
  CHECK(merged > attempts_in_all / 20);
  CHECK(taken_back > attempts_in_all / 20);
}

}  // namespace yellowsea::rounds
