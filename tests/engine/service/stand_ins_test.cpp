#include "engine/service/stand_ins.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/service/people_place.hpp"

using namespace yellowsea;

namespace {

struct Office : PeoplePlace {
  Office() {
    add("anna", {{"owner", "north-garden"}});
    add("ben", {{"gardener", "north-garden"}, {"owner", "north-garden"}});
    add("carl", {{"gardener", "north-garden"}});
    add("dora", {{"owner", "south-garden"}});
  }

  Caller caller(const std::string& user) const { return sign_in(user).caller; }

  std::vector<std::string> wrong(const std::string& user, const std::string& from,
                                 const std::string& until) const {
    const auto named = name_stand_in(session(), *pack, caller("anna"), user, from, until, clock.now());
    std::vector<std::string> places;
    if (!named) {
      for (const FieldError& error : named.error().fields) places.push_back(error.pointer + " " + error.rule);
    }
    return places;
  }

  std::vector<Post> posts_of(const std::string& user) const {
    return stood_in_by(session(), *pack, caller(user), clock.now());
  }
};

using Places = std::vector<std::string>;

}  // namespace

TEST_CASE("a stand-in holds the same role at the same organisation, and is somebody else", "[stand_ins]") {
  const Office office;
  CHECK(office.wrong("carl", "2026-03-02", "2026-03-09") == Places{"/stand_in stand_in_role"});
  CHECK(office.wrong("dora", "2026-03-02", "2026-03-09") == Places{"/stand_in stand_in_role"});
  CHECK(office.wrong("nobody", "2026-03-02", "2026-03-09") == Places{"/stand_in stand_in_role"});
  CHECK(office.wrong("anna", "2026-03-02", "2026-03-09") == Places{"/stand_in stand_in_self"});
  CHECK(office.wrong("ben", "2026-03-02", "2026-03-09").empty());
  CHECK(office.wrong(" BEN ", "2026-03-02", "2026-03-09").empty());
}

TEST_CASE("the days are dates in order, not over, and at most a year", "[stand_ins]") {
  const Office office;
  CHECK(office.wrong("ben", "soon", "") == Places{"/from format", "/until format"});
  CHECK(office.wrong("ben", "2026-02-01", "2026-03-01") == Places{"/until stand_in_past"});
  CHECK(office.wrong("ben", "2026-02-01", "2026-03-02").empty());
  CHECK(office.wrong("ben", "2026-03-10", "2026-03-09") == Places{"/until stand_in_order"});
  CHECK(office.wrong("ben", "2026-03-10", "2027-03-10").empty());
  CHECK(office.wrong("ben", "2026-03-10", "2027-03-11").empty());
  CHECK(office.wrong("ben", "2026-03-10", "2027-03-12") == Places{"/until stand_in_long"});
}

TEST_CASE("notices reach the stand-in in another role, from the first day to the last", "[stand_ins]") {
  Office office;
  REQUIRE(office.wrong("ben", "2026-03-03", "2026-03-04").empty());
  const std::vector<Post> owner{{"owner", "north-garden"}};
  CHECK(office.posts_of("ben").empty());
  office.clock.set(*parse_instant("2026-03-03T00:00:00Z"));
  CHECK(office.posts_of("ben") == owner);
  CHECK(office.posts_of("carl").empty());
  CHECK(office.posts_of("dora").empty());
  office.clock.set(*parse_instant("2026-03-04T23:59:59Z"));
  CHECK(office.posts_of("ben") == owner);
  office.clock.set(*parse_instant("2026-03-05T00:00:00Z"));
  CHECK(office.posts_of("ben").empty());
  CHECK(stand_ins(office.session(), *office.pack, "north-garden", office.clock.now()).empty());
}

TEST_CASE("in the same role the notices come anyway", "[stand_ins]") {
  const Office office;
  REQUIRE(office.wrong("ben", "2026-03-02", "2026-03-04").empty());
  Caller ben = office.caller("ben");
  ben.role = "owner";
  CHECK(stood_in_by(office.session(), *office.pack, ben, office.clock.now()).empty());
}

TEST_CASE("naming gives no right, and ends with the role, the person or a word", "[stand_ins]") {
  const Office office;
  const auto of_all = [&] {
    return stand_ins(office.session(), *office.pack, "north-garden", office.clock.now());
  };
  REQUIRE(office.wrong("ben", "2026-03-02", "2026-03-04").empty());
  REQUIRE(of_all().size() == 1);
  SECTION("another one replaces it") {
    REQUIRE(office.wrong("ben", "2026-03-02", "2026-03-08").empty());
    CHECK(of_all().size() == 1);
    CHECK(of_all().front().until == CivilDate{2026, 3, 8});
  }
  SECTION("the stand-in loses the role") {
    auto ben = *office.session().person("ben");
    ben.roles = {{"gardener", "north-garden"}};
    office.session().put_person(ben);
    CHECK(of_all().empty());
    CHECK(office.posts_of("ben").empty());
  }
  SECTION("whoever was away is disabled") {
    REQUIRE(office.people.set_disabled(office.session(), "anna", true));
    CHECK(of_all().empty());
  }
  SECTION("back again") {
    end_stand_in(office.session(), office.caller("anna"));
    CHECK(of_all().empty());
  }
  SECTION("either is erased") {
    forget_stand_ins_of(office.session(), *office.session().person(GENERATE("anna", "ben")));
    CHECK(office.session().setting("stand_ins/north-garden") == std::optional<std::string>("[]"));
  }
}
