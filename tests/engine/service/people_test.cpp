#include <catch2/catch.hpp>

#include "tests/engine/service/people_place.hpp"

namespace yellowsea {

namespace {

std::vector<std::string> pointers(const Problem& problem) {
  std::vector<std::string> all;
  for (const FieldError& error : problem.fields) all.push_back(error.pointer);
  return all;
}

std::string token_of(const std::string& link) { return link.substr(link.find('#') + 1); }

}  // namespace

TEST_CASE("an account needs a plain user name, a name and roles that the pack knows") {
  const PeoplePlace place;
  const auto refused = [&](const std::string& user, const std::string& name, const Roles& roles) {
    const auto added = place.people.add_person(place.session(), user, name, PeoplePlace::password(), roles);
    return added ? std::vector<std::string>{} : pointers(added.error());
  };
  using Pointers = std::vector<std::string>;
  const Roles good{{"gardener", "north-garden"}};
  CHECK(refused("Ann", "Ann", good) == Pointers{"/user"});
  CHECK(refused("-ann", "Ann", good) == Pointers{"/user"});
  CHECK(refused("a", "Ann", good) == Pointers{"/user"});
  CHECK(refused(std::string(65, 'a'), "Ann", good) == Pointers{"/user"});
  CHECK(refused("ann", " ", good) == Pointers{"/name"});
  CHECK(refused("ann", "Ann\nBob", good) == Pointers{"/name"});
  CHECK(refused("ann", "Ann", {}) == Pointers{"/roles"});
  CHECK(refused("ann", "Ann", {{"gardener", "north-garden"}, {"pirate", "ship"}}) ==
        Pointers{"/roles/1/role"});
  CHECK(refused("ann", "Ann", {{"gardener", "nowhere"}}) == Pointers{"/roles/0/organisation"});
  CHECK(refused("ann", "Ann", {{"gardener", "toolshed"}}) == Pointers{"/roles/0/organisation"});
  CHECK(refused("Ann", "", {}) == Pointers{"/user", "/name", "/roles"});
  CHECK(place.session().people().empty());
  CHECK(refused("ann", "Ann", good) == Pointers{});
  const auto again = place.people.add_person(place.session(), "ann", "Other", PeoplePlace::password(), good);
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ProblemCode::refused);
  CHECK(again.error().rule == "user_taken");
  CHECK(place.session().person("ann")->name == "Ann");
}

TEST_CASE("strict roles are hashed at more cost, and the organisations' names are no passwords") {
  const PeoplePlace place;
  CHECK(place.people.cost_of({{"gardener", "north-garden"}}) == PasswordCost::standard);
  CHECK(place.people.cost_of({{"gardener", "north-garden"}, {"owner", "north-garden"}}) ==
        PasswordCost::strong);
  const auto weak = place.people.add_person(place.session(), "ann", "Ann", "North-Garden-2026",
                                            {{"gardener", "north-garden"}});
  REQUIRE_FALSE(weak);
  CHECK(weak.error().rule == "password_too_common");
  REQUIRE(place.people.add_person(place.session(), "olga", "Olga", PeoplePlace::kPassword,
                                  {{"owner", "north-garden"}}));
  const std::string phc = place.session().person("olga")->password;
  CHECK(phc.find("m=65536,t=3") != std::string::npos);
  CHECK(verify_password(phc, PeoplePlace::kPassword, PasswordCost::strong).right);
}

TEST_CASE("a new password and a closed account end all sessions") {
  const PeoplePlace place;
  place.add("ann");
  place.add("bob");
  const auto bob = place.sign_in("bob");
  auto ann = place.sign_in("ann");
  REQUIRE(place.people.set_password(place.session(), "ann", PeoplePlace::password()));
  CHECK_FALSE(place.who(ann.token));
  ann = place.sign_in("ann");
  REQUIRE(place.people.set_disabled(place.session(), "ann", true));
  CHECK_FALSE(place.who(ann.token));
  CHECK_FALSE(place.people.look_up(place.session(), "ann").stored);
  REQUIRE(place.people.set_disabled(place.session(), "ann", false));
  CHECK_FALSE(place.who(ann.token));
  CHECK(place.who(place.sign_in("ann").token));
  CHECK(place.who(bob.token));
  CHECK(place.people.set_password(place.session(), "nobody", PeoplePlace::password()).error().code ==
        ProblemCode::not_found);
  CHECK(place.people.set_disabled(place.session(), "nobody", true).error().code == ProblemCode::not_found);
}

TEST_CASE("a token acts in one role of its person until it expires, is revoked, or the person may no more") {
  PeoplePlace place;
  place.add("ann", {{"gardener", "north-garden"}, {"gardener", "south-garden"}});
  const auto add = [&](NewToken wanted) { return place.people.add_token(place.session(), wanted); };
  const auto who = [&](const std::string& token) {
    return People::caller_of_token(place.session(), token, place.clock.now());
  };
  const Instant later = place.clock.now() + std::chrono::hours(1);
  const auto token = add({"ann", "nightly copy", "gardener", "south-garden", later});
  REQUIRE(token);
  CHECK(token->starts_with("ys_"));
  CHECK(token->size() == 46);
  CHECK(place.session().tokens().at(0).token_hash.find(*token) == std::string::npos);
  const auto caller = who(*token);
  REQUIRE(caller);
  CHECK(caller->user == "ann");
  CHECK(caller->organisation == "south-garden");
  CHECK(caller->by_token);
  CHECK(caller->signed_in());
  CHECK(who(*token + "x").error().code == ProblemCode::unauthenticated);
  CHECK_FALSE(who("ys_" + std::string(43, 'A')));
  place.clock.advance(std::chrono::minutes(60));
  CHECK(who(*token).error().rule == "bad_token");

  const auto lasting = add({"ann", "map", "", "", std::nullopt});
  REQUIRE(lasting);
  CHECK(who(*lasting)->organisation == "north-garden");
  REQUIRE(place.people.set_disabled(place.session(), "ann", true));
  CHECK_FALSE(who(*lasting));
  CHECK(add({"ann", "map", "", "", std::nullopt}).error().rule == "disabled");
  REQUIRE(place.people.set_disabled(place.session(), "ann", false));
  CHECK(who(*lasting));
  auto row = *place.session().person("ann");
  row.roles = {{"gardener", "south-garden"}};
  place.session().put_person(row);
  CHECK_FALSE(who(*lasting));
  row.roles = {{"gardener", "north-garden"}};
  place.session().put_person(row);
  CHECK(who(*lasting));
  REQUIRE(place.people.revoke_token(place.session(), place.session().tokens().back().id));
  CHECK_FALSE(who(*lasting));
  CHECK(place.people.revoke_token(place.session(), 99).error().code == ProblemCode::not_found);
}

TEST_CASE("a token needs a name, a role of its person and a time to come") {
  const PeoplePlace place;
  place.add("ann");
  const auto rule = [&](const NewToken& wanted) {
    const auto added = place.people.add_token(place.session(), wanted);
    return added ? std::string() : added.error().rule;
  };
  CHECK(rule({"nobody", "x", "", "", std::nullopt}) == "user");
  CHECK(rule({"ann", " ", "", "", std::nullopt}) == "name");
  CHECK(rule({"ann", "x", "owner", "north-garden", std::nullopt}) == "role");
  CHECK(rule({"ann", "x", "gardener", "", std::nullopt}) == "role");
  CHECK(rule({"ann", "x", "", "", place.clock.now()}) == "expires_at");
  CHECK(place.session().tokens().empty());
}

TEST_CASE("the first administrator's link works once, for a day, and only where nobody is yet") {
  PeoplePlace place;
  const auto& people = place.people;
  const auto claim = [&](const std::string& token) {
    return people.claim_first_administrator(place.session(), token, "kim", "Kim", PeoplePlace::password());
  };
  CHECK(claim("").error().rule == "bad_link");
  const auto replaced = people.first_administrator_link(place.session(), "http://127.0.0.1:8080/");
  REQUIRE(replaced);
  CHECK(replaced->starts_with("http://127.0.0.1:8080/en/first-administrator#"));
  const auto old = people.first_administrator_link(place.session(), "http://127.0.0.1:8080");
  CHECK(claim(token_of(*replaced)).error().rule == "bad_link");
  place.clock.advance(std::chrono::hours(24));
  CHECK(claim(token_of(*old)).error().rule == "bad_link");
  const auto link = people.first_administrator_link(place.session(), "http://127.0.0.1:8080");
  place.clock.advance(std::chrono::hours(23));
  CHECK(people.check_first_administrator(place.session(), token_of(*link)));
  CHECK(people
            .claim_first_administrator(place.session(), token_of(*link), "Bad Name", "Kim",
                                       PeoplePlace::password())
            .error()
            .code == ProblemCode::invalid);
  REQUIRE(claim(token_of(*link)));
  CHECK(place.session().person("kim")->roles == Roles{{"keeper", "toolshed"}});
  CHECK(claim(token_of(*link)).error().rule == "has_people");
  CHECK(people.first_administrator_link(place.session(), "http://127.0.0.1:8080").error().rule ==
        "has_people");
}

}  // namespace yellowsea
